import Model
import Testing

@testable import Core

@Suite struct BacktestTests {
  private static let start = Timestamp(seconds: 1_772_438_400)

  private static func time(_ minutes: Int) -> Timestamp { start + .seconds(60 * minutes) }

  private static func alert(
    _ subject: String, _ fired: Int, _ resolved: Int?, district: String = "Centre", suppressed: Bool = false
  ) -> BacktestAlert {
    BacktestAlert(
      rule: "full", subject: subject, district: district, firedAt: time(fired),
      resolvedAt: resolved.map(time), wasSuppressed: suppressed)
  }

  private static let rule = {
    var rule = RuleDefinition(name: "full", scope: .kind(.container), when: "fill_level >= 80 %")
    rule.holdsFor = .seconds(900)
    return rule
  }()

  /// The level of one container every ten minutes, from `start` on.
  private static func run(_ levels: [Double], from: Timestamp = start) throws -> [BacktestAlert] {
    let city = CityDefinition(
      name: "Test", timeZone: "UTC",
      assets: [Asset(id: "C1", kind: .container, name: "C1", district: "Centre")],
      devices: [Device(id: "d1", codec: "test", asset: 0)])
    var test = Backtest(city, rules: [try Rule(rule)], from: from)
    let found = test.device(id: "d1")
    let device = try #require(found)
    for (index, level) in levels.enumerated() {
      let at = time(10 * index)
      let readings = [Reading(.fillLevel, level, at: at)]
      test.take(
        Uplink(device: DeviceKey("d1"), receivedAt: at), device: device, readings.span, arrivedAt: at)
    }
    return test.finish(at: time(10 * levels.count))
  }

  @Test func alertsAreThoseOfTheDaemonsEngine() throws {
    let alerts = try Self.run([50, 85, 85, 60, 85, 60, 90, 90])
    #expect(alerts == [Self.alert("C1", 25, 30), Self.alert("C1", 75, nil)])
  }

  @Test func whatFiredBeforeDoesNotCount() throws {
    let alerts = try Self.run([85, 85, 85, 60, 85, 85, 60], from: Self.time(16))
    #expect(alerts == [Self.alert("C1", 55, 60)])
  }

  @Test func aSummaryCountsAndMeasures() {
    let alerts = [
      Self.alert("C1", 0, 10), Self.alert("C2", 0, 60, suppressed: true), Self.alert("C1", 20, 50),
      Self.alert("C3", 90, nil),
    ]
    let summary = BacktestSummary(of: "full", in: alerts, until: Self.time(100))
    #expect(summary.alerts == 4 && summary.open == 1 && summary.suppressed == 1)
    #expect(summary.firing == .seconds(60 * 110) && summary.longest == .seconds(3600))
    #expect(summary.subjects.map(\.subject) == ["C1", "C2", "C3"])
    #expect(summary.subjects[0].alerts == 2 && summary.subjects[0].firing == .seconds(60 * 40))
    #expect(BacktestSummary(of: "other", in: alerts, until: Self.time(100)).alerts == 0)
  }

  @Test func alertsAreTheSameWhenTheyOverlap() {
    let first = [Self.alert("C1", 0, 10), Self.alert("C1", 20, 30), Self.alert("C2", 0, nil)]
    let second = [Self.alert("C1", 5, 19), Self.alert("C1", 40, 50), Self.alert("C3", 0, 10)]
    let difference = BacktestDifference(first, second, until: Self.time(100))
    #expect(difference.both == 1)
    #expect(difference.onlyFirst == [first[1], first[2]])
    #expect(difference.onlySecond == [second[1], second[2]])
    let same = BacktestDifference(first, first, until: Self.time(100))
    #expect(same.both == 3 && same.onlyFirst.isEmpty && same.onlySecond.isEmpty)
  }

  @Test(arguments: [
    // One that fires and ends is told twice.
    ([("C1", 0, 30)], 2),
    // Within the wait of half a minute both are told at once, and so are their ends.
    ([("C1", 0, 30), ("C2", 0, 30)], 2),
    // What follows within five minutes waits for their end.
    ([("C1", 0, 60), ("C2", 1, 60), ("C3", 2, 60)], 3),
    // Told, and again every four hours, and its end.
    ([("C1", 0, 12 * 60)], 4),
  ])
  func notificationsAreThoseOfAReceiver(alerts: [(String, Int, Int)], count: Int) {
    let list = alerts.map { Self.alert($0.0, $0.1, $0.2) }
    #expect(BacktestNotifications.count(list, until: Self.time(24 * 60)) == count)
  }

  @Test func districtsAreToldApartAndWhatIsExplainedIsNotTold() {
    let alerts = [Self.alert("C1", 0, 30), Self.alert("C2", 0, 30, district: "Outremeuse")]
    #expect(BacktestNotifications.count(alerts, until: Self.time(60)) == 4)
    let explained = Self.alert("C1", 0, 30, suppressed: true)
    #expect(BacktestNotifications.count([explained], until: Self.time(60)) == 0)
  }
}
