@testable import Core
import Model
import Randomness
import Testing

/// What must be the same however the same readings come: two days of a town with every kind of asset.
@Suite struct IndicatorOrderTests {
  private static let start = noon - .seconds(43_200)
  private static let end = start + .seconds(3 * 86_400)

  private static let kinds: [AssetKind] = [
    .container, .parkingBay, .station, .building, .room, .luminaire, .greenSpace,
  ]

  private static let assets = (0..<14).map { index in
    let kind = kinds[index % kinds.count]
    return Asset(
      id: "A-\(index)", kind: kind, name: "Asset \(index)", district: ["North", "South", nil][index % 3],
      location: Location(latitude: 50.6 + 0.003 * Double(index), longitude: 5.5),
      parameters: Parameters(parameters(kind, index)))
  }

  private static func parameters(_ kind: AssetKind, _ index: Int) -> [String: String] {
    switch kind {
    case .parkingBay where index < kinds.count: ["active": "Mo-Sa 09:00-18:00", "free_minutes": "30"]
    case .parkingBay: ["free_minutes": "30"]
    case .building: ["connection_w": "20000"]
    case .station: ["year_valid_percent": "0.01"]
    case .luminaire: ["rated_w": "100", "full_w": "240"]
    default: [:]
    }
  }

  /// Every operation, moments and periods, hours, districts, several aggregates in one value.
  static let indicators: [IndicatorDefinition] = [
    indicator("full", "share(container where fill_level >= 80 %)", .every(.seconds(900))),
    indicator("level", "avg(container.fill_level where battery > 20 %)", .every(.seconds(3600))),
    indicator("highest", "max(container.fill_level) - min(container.fill_level)", .every(.seconds(1800))),
    indicator("full-day", "share(container where fill_level >= 80 % and battery > 10 %)", .over(.day)),
    indicator("level-week", "avg(container.fill_level)", .over(.week)),
    indicator("extremes", "max(container.fill_level) - min(container.fill_level)", .over(.day)),
    indicator("occupied-hour", "share(parking_bay where occupied = 1)", .over(.hour)),
    indicator("extremes-hour", "max(container.fill_level) - min(container.fill_level)", .over(.hour)),
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
    indicator("lden", "level(station.lden)", .over(.month), unit: "dB[A]"),
    indicator("emptied", "avg(container.fill_at_collection where fill_at_collection > 0 %)", .over(.month)),
    indicator("forecast", "avg(container.time_to_full)", .over(.day), unit: "h"),
    indicator("energy", "sum(building.energy_day)", .over(.month), unit: "kWh"),
    indicator("energy-hours", "count(building where energy_hour > 5000 Wh)", .over(.day), unit: "/d"),
    indicator("night", "avg(building.night_share where night_share > 0 %)", .over(.week)),
    indicator("base", "avg(building.base_load where base_load > 0 W)", .over(.week), unit: "W"),
    indicator("used", "share(room where in_use = 1)", .over(.day)),
    indicator("stuffy", "share(room where air_class > 1)", .over(.day)),
    indicator("changes", "count(room where air_changes > 0)", .over(.month), unit: "/mo"),
    indicator("lit", "share(luminaire where lamp_dead = 0)", .over(.day)),
    indicator("dead", "share(luminaire where lamp_dead = 1)", .every(.seconds(3600))),
    indicator("before", "sum(luminaire.baseline_energy)", .over(.day), unit: "kWh"),
    indicator("saved", "sum(luminaire.saved_energy)", .over(.day), unit: "kWh"),
    indicator("repaired", "p90(luminaire.repair_time where repair_time > 0 h)", .over(.month), unit: "h"),
    indicator("median", "median(parking_bay.stay where stay > 0 min)", .over(.day), unit: "min"),
    indicator("median-now", "median(container.fill_level)", .every(.seconds(3600))),
    indicator("free", "any(parking_bay where occupied = 0)", .over(.day)) { $0.hours = .active },
    indicator("rooms", "mostly(room where co2 <= 1200 ppm)", .over(.day)),
    indicator("worst", "worst_avg(station.no2_hour)", .over(.month), unit: "ug/m3"),
    indicator("alerts", "worst_hours(station where no2_3h > 40 ug/m3)", .over(.day), unit: "h"),
    indicator("worst-days", "worst_count(station where no2_day > 50 ug/m3)", .over(.week), unit: "/wk"),
    indicator("targets", "targets_met()", .every(.seconds(21_600))) { $0.leastCoverage = 0 },
    indicator("wanted", "share(container where fill_level >= 80 %)", .every(.seconds(3600))) {
      $0.target = IndicatorTarget(atMost: "20 %", atLeast: nil)
    },
    indicator("wanted-day", "avg(container.fill_level)", .over(.day)) {
      $0.target = IndicatorTarget(atMost: "50 %", atLeast: nil)
    },
    indicator("way", "nearest(container where fill_level < 50 %)", .every(.seconds(3600)), unit: "m") {
      $0.isPerDistrict = false
    },
    indicator("taken-hour", "avg(parking_bay.occupied_hour)", .every(.seconds(3600))),
    indicator("taken-hours", "max(parking_bay.occupied_hour)", .over(.day)),
    indicator("burnt", "avg(luminaire.burn_night where burn_night > 0 h)", .over(.month), unit: "h"),
    indicator("year", "max(station.no2_year)", .over(.day), unit: "ug/m3"),
    indicator("dry", "avg(green_space.watering_need)", .over(.day), unit: "mm"),
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
    func value(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
    switch assets[device].kind {
    case .container:
      var readings = [Reading(.fillLevel, value(0...100), at: at)]
      if Bool.random(using: &random) {
        readings.append(Reading(.battery, value(0...100), at: at - .seconds(60)))
      }
      return readings
    case .station:
      return [Reading(.no2, value(0...100), at: at), Reading(.noiseLAeq, value(40...90), at: at)]
    case .building:
      // A meter at 5 kW that is misread now and then: too much, or less than before.
      let total = (at - start).inSeconds * 5000 / 3600
      let isMisread = Int.random(in: 0..<12, using: &random) == 0
      return [Reading(.energy, isMisread ? total * value(0...3) : total, at: at)]
    case .room: return [Reading(.co2, value(400...1600), at: at)]
    case .luminaire:
      let energy = (at - start).inSeconds * 100 / 3600
      return [Reading(.power, value(0...100), at: at), Reading(.energy, energy, at: at)]
    case .greenSpace: return [Reading(.soilMoisture, value(5...30), at: at)]
    default: return [Reading(.occupied, Bool.random(using: &random) ? 1 : 0, at: at)]
    }
  }

  /// The same message, later, within what the logic of its kind keeps of the past.
  private static func late(_ event: Event, _ random: inout SeededRandom) -> Event {
    event.arriving(at: event.at + .seconds(Int.random(in: 0...9000, using: &random)))
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
    arguments: 1...6 as ClosedRange<UInt64>)
  func order(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let events = Self.reports(&random)
    let inOrder = try finals(sorted(events))
    #expect(Set(inOrder.values.map(\.indicator)).count == Self.indicators.count)
    let late = events.map { Self.late($0, &random) }
    let again = events.filter { _ in Bool.random(using: &random) }.map { Self.late($0, &random) }
    let other = try finals(sorted(late + again))
    for (key, value) in inOrder where other[key] != value {
      Issue.record(
        "\(Self.indicators[value.indicator].name): \(value), then \(String(describing: other[key]))")
    }
    #expect(other.count == inOrder.count)
  }

  @Test(
    "A city that had no indicators gets some, after nothing was heard and after much was",
    arguments: [0, 0.5])
  func first(share: Double) throws {
    var random = SeededRandom(seed: 1)
    let events = sorted(Self.reports(&random))
    let cut = Int(Double(events.count) * share)
    var town = try Town(Self.assets)
    for event in events.prefix(cut) { town.apply(event) }
    let image = town.city.image()
    town = try Town(Self.assets, indicators: Self.indicators)
    _ = try town.restore(from: image)
    var told: Set<Int> = []
    for event in events.dropFirst(cut) + [.tick(Self.end)] {
      told.formUnion(town.apply(event).values.map(\.indicator))
    }
    #expect(told.count == Self.indicators.count)
  }

  @Test(
    "A city that goes on from its image comes to the same values", arguments: 1...2 as ClosedRange<UInt64>)
  func image(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let events = sorted(Self.reports(&random))
    #expect(try finals(events, restoredAt: events.count / 2) == finals(events))
  }
}
