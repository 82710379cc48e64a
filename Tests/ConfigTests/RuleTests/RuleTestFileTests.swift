import Config
import Core
import Foundation
import Testing

/// Files of tests of rules, read and run.
@Suite struct RuleTestFileTests {
  private static let rules = """
    rules:
      - alert: room-stuffy
        kind: room
        when: co2 > 1000 ppm and within("Mo-Fr 08:00-17:00; PH off")
        for: 10m
        summary: "{name}: {co2}"
    """

  private static let good = """
    rules: [rules.yaml]
    timezone: Europe/Brussels
    holidays: [holidays.csv]
    tests:
      - name: stuffy in working hours, by the city's clock
        start: 2026-07-20T05:50:00Z
        interval: 5m
        assets:
          - {asset: R1, kind: room, name: Classe 1}
        series:
          - {asset: R1, quantity: co2, values: 1200x6}
        alerts:
          - {at: 9m, expect: []}
          - at: 15m
            rule: room-stuffy
            expect: [{asset: R1, state: pending}]
          - at: 20m
            expect: [{rule: room-stuffy, asset: R1, summary: "Classe 1: 1200 ppm", severity: warning}]
      - name: not on a holiday
        start: 2026-07-21T05:50:00Z
        interval: 5m
        assets: [{asset: R1, kind: room}]
        series: [{asset: R1, quantity: co2, values: 1200x20}]
        alerts: [{at: 90m, expect: []}]

    """

  /// A folder with these files, which goes with the object.
  private final class Files {
    let folder = "/tmp/belfry-rule-tests-\(getpid())-\(UInt32.random(in: 0 ..< .max))"

    init(tests: String) throws {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let holidays = "from,to,kind,name\n2026-07-21,,public,Fête nationale\n"
      for (name, text) in [
        ("rules.yaml", RuleTestFileTests.rules), ("holidays.csv", holidays), ("tests.yaml", tests),
      ] {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func load() throws(ConfigurationProblems) -> RuleTestFile {
      try RuleTestFile.load(folder + "/tests.yaml")
    }
  }

  @Test func aFileSaysWhatIsMeasuredAndWhatIsToFollow() throws {
    let file = try Files(tests: Self.good).load()
    #expect(file.rules.map(\.name) == ["room-stuffy"])
    #expect(file.tests.map(\.name) == ["stuffy in working hours, by the city's clock", "not on a holiday"])
    #expect(file.tests.map(\.line) == [5, 19])
    for test in file.tests { #expect(test.run(file.rules) == []) }
  }

  @Test func whatIsNotAsExpectedIsToldWithItsLine() throws {
    let file = try Files(tests: Self.good.replacing("at: 15m", with: "at: 5m")).load()
    let failures = file.tests.flatMap { $0.run(file.rules) }
    #expect(failures.map(\.line) == [14])
    #expect(failures.first?.what.contains("there is no such alert") == true)
  }

  @Test(arguments: [
    (
      "values: 1200x6", "values: 1200x6 many",
      "11: `tests.series.values` is `1200x6 many`; `many` is no part of a series"
    ),
    ("quantity: co2, values: 1200x6", "quantity: co, values: 1200x6", "did you mean `co2`?"),
    (
      "asset: R1, quantity: co2, values: 1200x6", "asset: R2, quantity: co2, values: 1200x6",
      "known assets: R1"
    ),
    ("at: 15m", "at: soon", "14: `tests.alerts.at` is `soon`"),
    ("state: pending", "state: resolved", "`pending` or `firing`"),
    ("rule: room-stuffy\n", "rule: room-stufy\n", "did you mean `room-stuffy`?"),
    ("[rules.yaml]", "[rulez.yaml]", "did you mean `rules.yaml`?"),
    ("interval: 5m", "intervall: 5m", "did you mean `interval`?"),
    ("kind: room, name", "kind: rom, name", "did you mean `room`?"),
    ("Europe/Brussels", "Europe/Brusels", "did you mean `Europe/Brussels`?"),
    ("start: 2026-07-20T05:50:00Z", "start: monday", "2026-01-05T08:00:00Z"),
  ])
  func whatIsWrongIsNamed(right: String, wrong: String, words: String) throws {
    let text = Self.good
    let place = try #require(text.range(of: right))
    let files = try Files(tests: text.replacingCharacters(in: place, with: wrong))
    let problems = #expect(throws: ConfigurationProblems.self) { try files.load() }
    #expect(problems?.description.contains(words) == true, "\(problems?.description ?? "")")
  }
}
