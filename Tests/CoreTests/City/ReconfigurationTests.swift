@testable import Core
import Model
import Randomness
import Testing

/// A city whose registry, rules and indicators are changed again and again, by reloads and by starts, while messages
/// come: nothing traps, and it knows nothing that there is not.
@Suite struct ReconfigurationTests {
  /// Any part of a town, in any order.
  private struct Plan {
    let assets: [Asset]
    /// Each asset's own, as far as it still has one; now and then it is another's.
    let devices: [Device]
    let rules: [RuleDefinition]
    let indicators: [IndicatorDefinition]

    init(of town: RandomTown, _ random: inout SeededRandom) {
      // Now and then all or nothing.
      func some<Element>(_ all: [Element], _ random: inout SeededRandom) -> [Element] {
        let share: Double = [0, 0.3, 0.7, 1].randomElement(using: &random) ?? 1
        return all.shuffled(using: &random).filter { _ in Double.random(in: 0..<1, using: &random) < share }
      }
      let assets = some(town.assets, &random).map { asset in
        var asset = asset
        if Int.random(in: 0..<5, using: &random) == 0 {
          asset.district = ["North", "West", nil].randomElement(using: &random) ?? nil
        }
        return asset
      }
      self.assets = assets
      devices = some(Array(assets.indices), &random).map { index in
        let other = assets.indices.randomElement(using: &random) ?? index
        return Device(
          id: Town.deviceID(Int(assets[index].id.dropFirst(2)) ?? 0), codec: "elsys",
          asset: Int.random(in: 0..<5, using: &random) == 0 ? other : index)
      }
      rules = some(town.rules, &random)
      indicators = some(IndicatorOrderTests.indicators, &random)
    }

    var definition: CityDefinition {
      CityDefinition(
        name: "Test", timeZone: "Europe/Brussels", calendar: .utc, assets: assets, devices: devices)
    }

    func compiled() throws -> (rules: [Rule], indicators: [Indicator]) {
      (try rules.map { try Rule($0) }, try indicators.map { try Indicator($0) })
    }

    func city() throws -> City {
      let (rules, indicators) = try compiled()
      return City(definition: definition, rules: rules, indicators: indicators)
    }
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func anyOrderOfConfigurations(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    var plan = Plan(of: town, &random)
    var city = try plan.city()
    var effects = Effects()
    for event in town.events {
      if Int.random(in: 0..<40, using: &random) == 0 {
        plan = Plan(of: town, &random)
        let (rules, indicators) = try plan.compiled()
        if Bool.random(using: &random) {
          city = try city.continued(with: plan.definition, rules: rules, indicators: indicators, &effects)
        } else {
          var started = try plan.city()
          try started.restore(from: city.image(), &effects)
          city = started
        }
        expectSense(of: city, plan)
      }
      guard case .uplink(let uplink, _, let readings, let arrivedAt) = event,
        let device = city.device(uplink.device)
      else { continue }
      _ = city.apply(uplink, device: device, readings: readings.span, arrivedAt: arrivedAt, &effects)
      effects.removeAll()
    }
    city.advance(to: city.now + .seconds(3 * 86_400), &effects)
    expectSense(of: city, plan)
  }

  private func expectSense(of city: borrowing City, _ plan: Plan) {
    let names = Set(plan.rules.map(\.name))
    let gateways = (0..<city.state.network.gatewayCount).map { city.state.network.nameOfGateway($0) }
    let subjects = Set(plan.assets.map(\.id) + plan.assets.compactMap(\.district) + gateways)
    for alert in city.alerts(at: city.now) where alert.state != .resolved {
      #expect(names.contains(alert.ruleName))
      #expect(subjects.contains(alert.subject))
    }
    let views = city.indicatorViews(at: city.now)
    #expect(Set(views.map(\.indicator.name)) == Set(plan.indicators.map(\.name)))
    for index in plan.assets.indices {
      #expect(city.assetView(index, at: city.now).asset.id == plan.assets[index].id)
    }
  }
}
