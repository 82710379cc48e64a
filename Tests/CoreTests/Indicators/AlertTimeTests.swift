@testable import Core
import Model
import Testing

@Suite struct AlertTimeTests {
  private func town() throws -> Town {
    let assets = (0..<2).map {
      Asset(id: "R-\($0)", kind: .room, name: "Room", district: ["North", "South"][$0])
    }
    let rules = [RuleDefinition(name: "stale", scope: .kind(.room), when: "co2 > 1000 ppm")]
    return try Town(
      assets, rules: rules,
      indicators: [
        indicator("avg(room.acknowledge_time where acknowledge_time >= 0 min)", "min"),
        indicator("avg(room.resolve_time where resolve_time >= 0 h)", "h"),
        indicator("count(room where resolve_time >= 1 h)", "/d"),
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
  }
}
