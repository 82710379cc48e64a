@testable import Core
import Model
import Testing

/// Sabadell, Gran Via: 386 lamps were replaced by dimmable ones. The city published 69.5 % saved, 263,915 kWh and
/// EUR 39,587 a year, which is EUR 0.15 for a kilowatt-hour.
@Suite struct SabadellTests {
  private static let lampCount = 386
  /// Watts before, and after: 30.5 % of that.
  private static let before = 240.0
  private static let after = 73.2
  /// Seconds of a night in which the lamps burn: 11.23 hours, 4,099 in a year.
  private static let burning = 40_428
  private static let days = 7

  /// A week of lamps that say what they take when they go on and off.
  private func lamps() throws -> [String: Double] {
    let lamps = (0..<Self.lampCount).map {
      Asset(
        id: "L-\($0)", kind: .luminaire, name: "Gran Via \($0)", parameters: Parameters(["full_w": "240"]))
    }
    var town = try Town(
      lamps,
      indicators: [
        indicator("power", "sum(luminaire.power)", unit: "kW"),
        indicator("saving", "avg(luminaire.power_saving where power > 1 W)", unit: "%"),
        indicator("burning", "share(luminaire where power > 1 W)", unit: "%"),
      ])
    // 2026-05-04 is a Monday.
    let monday = noon - .seconds(43_200)
    town.apply(.tick(monday - .seconds(3600)))
    for night in 0..<Self.days {
      let on = monday + .seconds(night * 86_400)
      for (power, at) in [(Self.after, on), (0, on + .seconds(Self.burning))] {
        for lamp in lamps.indices {
          town.apply(uplink([Reading(.power, power, at: at)], device: lamp, receivedAt: at))
        }
      }
    }
    town.apply(.tick(monday + .seconds(Self.days * 86_400)))
    let views = town.city.indicatorViews(at: town.city.now)
    #expect(views.allSatisfy { $0.value?.coverage == 1 })
    return Dictionary(uniqueKeysWithValues: views.map { ($0.indicator.name, $0.value?.value ?? .nan) })
  }

  private func indicator(_ name: String, _ value: String, unit: String) -> IndicatorDefinition {
    IndicatorDefinition(
      name: name, dimension: .environment, timing: .over(.week), value: value, unit: unit)
  }

  @Test("What the lamps measure gives what the city published, within rounding")
  func published() throws {
    let measured = try lamps()
    let hoursOfYear = 365.0 * 24
    let used = try #require(measured["power"]) * hoursOfYear
    let burningHours = try #require(measured["burning"]) / 100 * hoursOfYear
    let baseline = Double(Self.lampCount) * Self.before / 1000 * burningHours
    let saved = baseline - used
    #expect(abs(try #require(measured["saving"]) - 69.5) < 0.01)
    #expect(abs(100 * saved / baseline - 69.5) < 0.01)
    #expect(abs(used - 115_819) < 10)
    #expect(abs(saved - 263_915) < 10)
    #expect(abs(saved * 0.15 - 39_587) < 2)
  }
}
