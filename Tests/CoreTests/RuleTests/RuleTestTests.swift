import Core
import Model
import Testing

@Suite struct RuleTestTests {
  private static let rule = {
    var rule = RuleDefinition(name: "full", scope: .kind(.container), when: "fill_level >= 80 %")
    rule.holdsFor = .seconds(1200)
    rule.summary = "{name}: {fill_level} full"
    rule.labels = ["team": "waste"]
    return rule
  }()

  /// A container that is at 85 % from 8:10 to 8:50, reported every ten minutes.
  private static func test(
    delay: Duration = .zero, _ expectations: [RuleTest.Expectation]
  ) -> RuleTest {
    let city = CityDefinition(
      name: "Test", timeZone: "UTC", assets: [Asset(id: "C1", kind: .container, name: "Place du Marché")],
      devices: [Device(id: "test-0", codec: "test", asset: 0)])
    let levels: [Double] = [50, 85, 85, 85, 85, 85, 50]
    let values = levels.enumerated().map { (at: Duration.seconds(600) * $0, value: $1) }
    return RuleTest(
      name: "test", line: 1, city: city, start: Timestamp(seconds: 1_767_600_000),
      series: [RuleTest.Series(asset: 0, quantity: .fillLevel, values: values, delay: delay)],
      expectations: expectations)
  }

  private static func expectation(
    minutes: Int, _ alerts: RuleTest.ExpectedAlert..., rule: String? = nil
  ) -> RuleTest.Expectation {
    RuleTest.Expectation(at: .seconds(60 * minutes), rule: rule, alerts: alerts, line: minutes)
  }

  private static func full(_ state: AlertState) -> RuleTest.ExpectedAlert {
    RuleTest.ExpectedAlert(rule: "full", subject: "C1", state: state)
  }

  private static func run(_ test: RuleTest) throws -> [RuleTest.Failure] { test.run([try Rule(rule)]) }

  @Test func whatHappensAsExpectedIsNoFailure() throws {
    var firing = Self.full(.firing)
    firing.severity = .warning
    firing.summary = "Place du Marché: 85 % full"
    firing.labels = ["team": "waste"]
    firing.suppressedBy = "none"
    let expectations = [
      Self.expectation(minutes: 60), Self.expectation(minutes: 0),
      Self.expectation(minutes: 10, Self.full(.pending)), Self.expectation(minutes: 29, Self.full(.pending)),
      Self.expectation(minutes: 30, firing), Self.expectation(minutes: 59, firing),
    ]
    #expect(try Self.run(Self.test(expectations)) == [])
  }

  @Test func eachDifferenceIsToldWithItsPlace() throws {
    var wrong = Self.full(.firing)
    wrong.severity = .critical
    wrong.summary = "full"
    wrong.labels = [:]
    let cases: [(RuleTest.Expectation, [String])] = [
      (Self.expectation(minutes: 40), ["full of C1 is firing, it should not be there"]),
      (
        Self.expectation(minutes: 0, Self.full(.pending)),
        ["full of C1 should be pending, there is no such alert"]
      ),
      (
        Self.expectation(minutes: 20, Self.full(.firing)),
        ["full of C1: the state should be 'firing', it is 'pending'"]
      ),
      (
        Self.expectation(minutes: 40, wrong),
        [
          "full of C1: the severity should be 'critical', it is 'warning'",
          "full of C1: the summary should be 'full', it is 'Place du Marché: 85 % full'",
          "full of C1: labels should be '', it is 'team=waste'",
        ]
      ),
    ]
    for (expectation, words) in cases {
      let failures = try Self.run(Self.test([expectation]))
      #expect(failures.map(\.what) == words)
      #expect(failures.allSatisfy { $0.line == expectation.line && $0.at == expectation.at })
    }
  }

  @Test func onlyTheRuleThatIsNamedIsLookedAt() throws {
    #expect(try Self.run(Self.test([Self.expectation(minutes: 40, rule: "another")])) == [])
    #expect(try Self.run(Self.test([Self.expectation(minutes: 40, rule: "full")])).count == 1)
  }

  @Test func readingsThatTakeTheirTimeMakeTheAlertWait() throws {
    let test = Self.test(
      delay: .seconds(300),
      [
        Self.expectation(minutes: 14), Self.expectation(minutes: 34, Self.full(.pending)),
        Self.expectation(minutes: 35, Self.full(.firing)), Self.expectation(minutes: 65),
      ])
    #expect(try Self.run(test) == [])
  }
}
