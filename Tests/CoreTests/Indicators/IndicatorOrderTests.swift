@testable import Core
import Model
import Testing

/// What must be the same however the same readings come: two days of a town with bays, containers and
/// stations.
@Suite struct IndicatorOrderTests {
  private static let start = noon - .seconds(43_200)
  private static let end = start + .seconds(3 * 86_400)

  private static let kinds: [AssetKind] = [.container, .parkingBay, .station]

  private static let assets = (0..<11).map { index in
    Asset(
      id: "A-\(index)", kind: kinds[index / 4], name: "Asset \(index)",
      district: ["North", "South", nil][index % 3],
      parameters: Parameters(
        index == 5 ? ["active": "Mo-Sa 09:00-18:00", "free_minutes": "30"] : ["free_minutes": "30"]))
  }

  /// Every operation, moments and periods, hours, districts, several aggregates in one value.
  private static let indicators: [IndicatorDefinition] = [
    indicator("full", "share(container where fill_level >= 80 %)", .every(.seconds(900))),
    indicator("level", "avg(container.fill_level where battery > 20 %)", .every(.seconds(3600))),
    indicator("highest", "max(container.fill_level) - min(container.fill_level)", .every(.seconds(1800))),
    indicator("full-day", "share(container where fill_level >= 80 % and battery > 10 %)", .over(.day)),
    indicator("level-week", "avg(container.fill_level)", .over(.week)),
    indicator("extremes", "max(container.fill_level) - min(container.fill_level)", .over(.day)),
    indicator("occupied", "share(parking_bay where occupied = 1)", .over(.day)) { $0.hours = .active },
    indicator(
      "overstays", "count(parking_bay where stay_over > 0 min) / count(parking_bay where stay > 0 min)",
      .over(.day)),
    indicator("stay", "avg(parking_bay.stay where stay > 0 min)", .over(.month), unit: "min"),
    indicator(
      "turnover", "count(parking_bay where stay > 0 min) / count(parking_bay)", .over(.day),
      unit: "/d"),
    indicator("total", "sum(container.fill_level) / count(container)", .over(.year)),
    indicator("hours", "hours(container where fill_level >= 80 %)", .over(.week), unit: "h"),
    // What the logic of a kind says of the past it says again when late readings come.
    indicator("air", "avg(station.no2_hour)", .over(.day), unit: "ug/m3"),
    indicator("air-days", "count(station where no2_day > 50 ug/m3)", .over(.week), unit: "/wk"),
    indicator("worst-hour", "max(station.air_quality_index)", .every(.seconds(3600)), unit: "1"),
    indicator("noise", "level(station.noise_laeq)", .over(.day), unit: "dB[A]"),
  ]

  private static func indicator(
    _ name: String, _ value: String, _ timing: IndicatorDefinition.Timing, unit: String = "%",
    _ change: (inout IndicatorDefinition) -> Void = { _ in }
  ) -> IndicatorDefinition {
    var definition = IndicatorDefinition(
      name: name, dimension: .environment, timing: timing, value: value, unit: unit)
    definition.isPerDistrict = true
    definition.leastCoverage = 0.05
    definition.maxAge = .seconds(7200)
    definition.finalAfter = .seconds(4 * 86_400)
    change(&definition)
    return definition
  }

  private static func reports(_ random: inout SeededRandom) -> [Event] {
    var events: [Event] = []
    for device in assets.indices {
      var second = Int.random(in: 0...1200, using: &random)
      while second < 2 * 86_400 {
        let at = start + .seconds(second)
        events.append(uplink(readings(device, at, &random), device: device, receivedAt: at))
        second += Int.random(in: 300...3600, using: &random)
        if Int.random(in: 0..<20, using: &random) == 0 { second += 15_000 }
      }
    }
    return events
  }

  private static func readings(_ device: Int, _ at: Timestamp, _ random: inout SeededRandom) -> [Reading] {
    if device < 4 {
      var readings = [Reading(.fillLevel, Double.random(in: 0...100, using: &random), at: at)]
      if Bool.random(using: &random) {
        readings.append(Reading(.battery, Double.random(in: 0...100, using: &random), at: at - .seconds(60)))
      }
      return readings
    }
    if device >= 8 {
      return [
        Reading(.no2, Double.random(in: 0...100, using: &random), at: at),
        Reading(.noiseLAeq, Double.random(in: 40...90, using: &random), at: at),
      ]
    }
    return [Reading(.occupied, Bool.random(using: &random) ? 1 : 0, at: at)]
  }

  /// The same message, later: of bays and stations within what their logic keeps of the past.
  private static func late(_ event: Event, _ random: inout SeededRandom) -> Event {
    guard case .uplink(_, let device, _, _) = event else { return event }
    let delay = Int.random(in: 0...(device < 4 ? 70_000 : 9000), using: &random)
    return event.arriving(at: event.at + .seconds(delay))
  }

  /// The last that is told of each indicator, place and time, but for how often it was told.
  private func finals(_ events: [Event], restoredAt cut: Int? = nil) throws -> [[Int64]: IndicatorValue] {
    var town = try Town(Self.assets, indicators: Self.indicators)
    var finals: [[Int64]: IndicatorValue] = [:]
    for (index, event) in ([.tick(Self.start)] + events + [.tick(Self.end)]).enumerated() {
      if index == cut {
        let image = town.city.image()
        town = try Town(Self.assets, indicators: Self.indicators)
        _ = try town.restore(from: image)
      }
      for var value in town.apply(event).values {
        let key = [Int64(value.indicator), Int64(value.scope), value.from.nanoseconds]
        value.revision = 0
        finals[key] = value
      }
    }
    return finals
  }

  private func sorted(_ events: [Event]) -> [Event] {
    events.enumerated().sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.element)
  }

  @Test(
    "Any order of arrival, any duplication, gives the same final values",
    arguments: 1...2 as ClosedRange<UInt64>)
  func order(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let events = Self.reports(&random)
    let inOrder = try finals(sorted(events))
    #expect(Set(inOrder.values.map(\.indicator)).count == Self.indicators.count)
    let late = events.map { Self.late($0, &random) }
    let again = events.filter { _ in Bool.random(using: &random) }.map { Self.late($0, &random) }
    let other = try finals(sorted(late + again))
    #expect(other == inOrder)
  }

  @Test(
    "A city that goes on from its image comes to the same values", arguments: 1...2 as ClosedRange<UInt64>)
  func image(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let events = sorted(Self.reports(&random))
    #expect(try finals(events, restoredAt: events.count / 2) == finals(events))
  }
}
