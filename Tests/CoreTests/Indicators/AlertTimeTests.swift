@testable import Core
import Model
import Testing

@Suite struct AlertTimeTests {
  private func town() throws -> Town {
    let assets = (0..<2).map {
      Asset(id: "R-\($0)", kind: .room, name: "Room", district: ["North", "South"][$0])
    }
    var bad = RuleDefinition(name: "bad", scope: .kind(.room), when: "co2 > 2000 ppm")
    bad.severity = .critical
    return try Town(
      assets, rules: [RuleDefinition(name: "stale", scope: .kind(.room), when: "co2 > 1000 ppm"), bad],
      indicators: [
        indicator("avg(room.acknowledge_time where acknowledge_time >= 0 min)", "min"),
        indicator("avg(room.resolve_time where resolve_time >= 0 h)", "h"),
        indicator("count(room where resolve_time >= 1 h)", "/d"),
        indicator("avg(room.resolve_time where alert_severity = 3)", "h"),
        indicator("avg(room.acknowledge_time where alert_severity = 3)", "min"),
      ])
  }

  private func indicator(_ value: String, _ unit: String) -> IndicatorDefinition {
    var definition = IndicatorDefinition(
      name: value, dimension: .governance, timing: .over(.day), value: value, unit: unit)
    definition.isPerDistrict = true
    return definition
  }

  private func report(_ co2: Double, device: Int, after minutes: Int) -> Event {
    let at = noon + .seconds(60 * minutes)
    return uplink([Reading(.co2, co2, at: at)], device: device, receivedAt: at)
  }

  private func acknowledge(_ town: inout Town, after minutes: Int) throws {
    let alert = try #require(town.city.alerts(at: town.city.now).first { $0.state == .firing })
    let at = noon + .seconds(60 * minutes)
    _ = try town.apply(
      OperatorCommand(alert: alert.id, action: .acknowledge, by: "anna", comment: "", at: at)
    ).get()
  }

  @Test("How soon alerts are taken note of the first time, and how soon they are over")
  func times() throws {
    var town = try town()
    town.apply([.tick(noon - .seconds(43_200)), report(1500, device: 0, after: 0)])
    try acknowledge(&town, after: 7)
    try acknowledge(&town, after: 30)
    town.apply([
      report(500, device: 0, after: 90), report(1500, device: 1, after: 100),
      report(500, device: 1, after: 130),
      .tick(noon + .seconds(86_400)),
    ])
    let views = town.city.indicatorViews(at: town.city.now)
    func value(_ number: Int, _ scope: Int) -> IndicatorValue? {
      views.first { $0.number == number && $0.scope == scope }?.value
    }
    #expect(value(0, 0)?.value == 7)
    #expect(value(1, 0)?.value == 1)
    #expect(value(1, 1)?.value == 1.5 && value(1, 2)?.value == 0.5)
    #expect(value(2, 0)?.value == 1)
    #expect(value(0, 0)?.coverage == 1, "every alert is known")
    #expect(value(0, 2)?.value == nil, "none was acknowledged there")
    #expect(value(3, 0)?.value == nil && value(4, 0)?.value == nil, "none was critical")
  }

  @Test("What nobody has taken note of, and what is not over, counts as taking longer than it has")
  func unfinished() throws {
    let assets = (0..<3).map { Asset(id: "R-\($0)", kind: .room, name: "Room") }
    var town = try Town(
      assets, rules: [RuleDefinition(name: "stale", scope: .kind(.room), when: "co2 > 1000 ppm")],
      indicators: [
        indicator("median(room.resolve_time where resolve_time >= 0 h)", "h"),
        indicator("p90(room.resolve_time where resolve_time >= 0 h)", "h"),
        indicator("median(room.acknowledge_time where acknowledge_time >= 0 min)", "min"),
        indicator("median(room.resolve_time where alert_severity = 3)", "h"),
      ])
    func values(_ town: borrowing Town) -> [Double?] {
      let views = town.city.indicatorViews(at: town.city.now)
      return (0..<4).map { number in views.first { $0.number == number && $0.scope == 0 }?.value?.value }
    }
    town.apply([.tick(noon - .seconds(43_200)), report(1500, device: 0, after: 0)])
    try acknowledge(&town, after: 10)
    town.apply([
      report(1500, device: 1, after: 30), report(1500, device: 2, after: 40),
      report(500, device: 0, after: 60), report(500, device: 1, after: 150),
      .tick(noon + .seconds(43_200)),
    ])
    // Over after 1 h and 2 h, and one that is not; one acknowledged, and one that waits.
    #expect(values(town) == [2, nil, 10, nil])
    // What happens afterwards changes nothing of the day that is over.
    town.apply([
      report(500, device: 2, after: 800), report(1500, device: 0, after: 810),
      report(500, device: 0, after: 820), .tick(noon + .seconds(43_200 + 7200)),
    ])
    #expect(values(town) == [2, nil, 10, nil])
  }

  @Test("Those that are critical stand apart, though they begin and end with others")
  func severity() throws {
    var town = try town()
    town.apply([.tick(noon - .seconds(43_200)), report(2500, device: 0, after: 0)])
    let critical = try #require(
      town.city.alerts(at: town.city.now).first { $0.state == .firing && $0.severity == .critical })
    _ = try town.apply(
      OperatorCommand(
        alert: critical.id, action: .acknowledge, by: "anna", comment: "", at: noon + .seconds(240))
    ).get()
    town.apply([
      report(1500, device: 0, after: 30), report(500, device: 0, after: 90),
      .tick(noon + .seconds(86_400)),
    ])
    let views = town.city.indicatorViews(at: town.city.now)
    let values = (0..<5).map { number in
      views.first { $0.number == number && $0.scope == 0 }?.value?.value
    }
    #expect(values == [4, 1, 1, 0.5, 4])
  }
}
