@testable import Core
import Model
import Testing

@Suite struct DistanceTests {
  /// Lamps and containers on a street to the north, by their metres from its beginning.
  private func town(lamps: [Double], containers: [Double], _ value: String) throws -> Town {
    let place = { (metres: Double) in Location(latitude: 50.6 + metres / 111_195, longitude: 5.6) }
    let assets =
      containers.enumerated().map {
        Asset(id: "C-\($0)", kind: .container, name: "C", location: place($1))
      }
      + lamps.enumerated().map { Asset(id: "L-\($0)", kind: .luminaire, name: "L", location: place($1)) }
    var definition = IndicatorDefinition(
      name: "way", dimension: .living, timing: .every(.seconds(3600)), value: value, unit: "m")
    definition.leastCoverage = 0
    return try Town(assets, indicators: [definition])
  }

  private func report(_ level: Double, device: Int, after seconds: Int) -> Event {
    let at = noon + .seconds(seconds)
    return uplink([Reading(.fillLevel, level, at: at)], device: device, receivedAt: at)
  }

  /// The newest value; not-a-number when there is none.
  private func value(_ town: borrowing Town) -> Double {
    town.city.indicatorViews(at: town.city.now).first?.value?.value ?? .nan
  }

  @Test("The way is that from each square to the nearest container that is not full")
  func mean() throws {
    // Squares of 100 m: several lamps in one count once.
    var town = try town(
      lamps: [1010, 1020, 1030, 3010], containers: [0, 2000], "nearest(container where fill_level < 90 %)")
    town.apply([
      .tick(noon + .seconds(1)), report(20, device: 0, after: 60), report(50, device: 1, after: 60),
      .tick(noon + .seconds(3600)),
    ])
    // From the containers' own squares hardly anything, from the two others a kilometre.
    let both = value(town)
    #expect(abs(both - 500) < 60)
    town.apply([report(95, device: 1, after: 3700), .tick(noon + .seconds(7200))])
    // The second one is full: 0, 1000, 2000 and 3000 m.
    let one = value(town)
    #expect(abs(one - 1500) < 60)
    town.apply([report(95, device: 0, after: 7300), .tick(noon + .seconds(3 * 3600))])
    let none = value(town)
    #expect(none.isNaN, "all are full")
  }

  @Test("The longest way of nearly all; far beyond the squares that are searched first, too")
  func percentile() throws {
    let lamps = (0..<19).map { 100 * Double($0) + 50 } + [40_000]
    var near = try town(lamps: lamps, containers: [50], "nearest_p95(container where fill_level < 90 %)")
    near.apply([
      .tick(noon + .seconds(1)), report(20, device: 0, after: 60), .tick(noon + .seconds(3600)),
    ])
    let nearly = value(near)
    #expect(abs(nearly - 1800) < 110, "the nineteenth of twenty")
    var far = try town(lamps: [40_000], containers: [50], "nearest_p95(container where fill_level < 90 %)")
    far.apply([
      .tick(noon + .seconds(1)), report(20, device: 0, after: 60), .tick(noon + .seconds(3600)),
    ])
    let beyond = value(far)
    #expect(abs(beyond - 40_000) < 110)
  }

  @Test("A late reading says the way anew, until it is final")
  func late() throws {
    var town = try town(lamps: [1000], containers: [0, 2000], "nearest(container where fill_level < 90 %)")
    town.apply([
      .tick(noon + .seconds(1)), report(20, device: 0, after: 60), report(50, device: 1, after: 60),
      .tick(noon + .seconds(3600)),
    ])
    let before = value(town)
    let at = noon + .seconds(1800)
    town.apply([
      uplink([Reading(.fillLevel, 99, at: at)], device: 1, receivedAt: at)
        .arriving(at: noon + .seconds(4000)), .tick(noon + .seconds(4600)),
    ])
    let after = value(town)
    #expect(after > before + 300)
  }

  @Test("Distances are those of the whole city, at a moment")
  func refused() {
    var definition = IndicatorDefinition(
      name: "way", dimension: .living, timing: .over(.day), value: "nearest(container)", unit: "m")
    #expect(throws: RuleError.self) { try Indicator(definition) }
    definition.timing = .every(.seconds(3600))
    #expect(throws: Never.self) { try Indicator(definition) }
    definition.isPerDistrict = true
    #expect(throws: RuleError.self) { try Indicator(definition) }
  }
}
