import Foundation
import Testing

/// `belfry rule check` and `belfry rule test` need no daemon.
@Suite struct RuleFileTests {
  private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Config/rules").standardizedFileURL.path

  private static func files(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
      .map { folder + "/" + $0 }
  }

  @Test(arguments: [shipped, shipped + "/kinds"])
  func theShippedRulesAreGoodAndDoWhatTheirTestsSay(folder: String) throws {
    let rules = try Self.files(folder)
    // Rules of one folder may be explained by those of the other.
    let all = try Self.files(Self.shipped) + Self.files(Self.shipped + "/kinds")
    let check = try Programs.run("belfry", ["rule", "check"] + all)
    #expect(check.status == 0, "\(check.errors)")
    let tests = try Self.files(folder + "/tests")
    #expect(
      tests.map { ($0 as NSString).lastPathComponent } == rules.map { ($0 as NSString).lastPathComponent },
      "each file of rules has a file of tests")
    let result = try Programs.run("belfry", ["rule", "test"] + tests)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  /// What is wrong is told in the same words by the daemon's check and by the operators' program.
  @Test func bothProgramsSayTheSameOfAWrongRule() throws {
    let rules = """
      rules:
        - alert: container-nearly-full
          kind: container
          when: fill_level >= 80 °C
          severty: warning

      """
    let town = try Town(rules: rules)
    let daemon = try Programs.run("belfryd", ["check", "--config", town.configuration])
    let program = try Programs.run("belfry", ["rule", "check", town.folder + "/rules/rules.yaml"])
    #expect(daemon.status == 78 && program.status == 78)
    #expect(program.errors == daemon.errors)
    #expect(program.errors.contains("rules.yaml:4: `when`, column"), "\(program.errors)")
    #expect(program.errors.contains("rules.yaml:5: unknown key `severty`"), "\(program.errors)")
    let json = try Programs.run("belfry", ["--json", "rule", "check", town.folder + "/rules/rules.yaml"])
    #expect(json.status == 78)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let problems = try #require(report["problems"] as? [[String: Any]])
    #expect(problems.map { $0["line"] as? Int } == [4, 5])
    #expect(try Programs.run("belfry", ["rule", "check", town.folder + "/nothing.yaml"]).status == 78)
    #expect(try Programs.run("belfry", ["rule", "check"]).status == 64)
  }

  @Test func aTestThatFailsSaysWhereAndWhy() throws {
    let town = try Town()
    try town.write(
      """
      rules: [rules.yaml]
      tests:
        - name: full at once
          interval: 10m
          assets: [{asset: C1, kind: container}]
          series: [{asset: C1, quantity: fill_level, values: 20 85}]
          alerts:
            - {at: 10m, expect: [{rule: container-nearly-full, asset: C1}]}
            - {at: 10m, expect: []}

      """, to: "rules/tests.yaml")
    let file = town.folder + "/rules/tests.yaml"
    let result = try Programs.run("belfry", ["rule", "test", file])
    #expect(result.status == 1)
    #expect(
      result.output
        == """
        FAIL  full at once
          \(file):9: after 10m: container-nearly-full of C1 is firing, it should not be there

        """)
    #expect(result.errors.contains("1 of 1 test failed"))
    let json = try Programs.run("belfry", ["rule", "test", file, "--json"])
    #expect(json.status == 1 && json.output.contains(#""passed":false"#), "\(json.output)")
    let wrong = try Programs.run("belfry", ["rule", "test", town.folder + "/rules/rules.yaml"])
    #expect(wrong.status == 78 && wrong.errors.contains("has no `tests`"), "\(wrong.errors)")
  }
}
