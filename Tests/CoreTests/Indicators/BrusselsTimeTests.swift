@testable import Core
import Model
import Testing

/// The days of 23 and of 25 hours, in Brussels in 2026.
@Suite struct BrusselsTimeTests {
  /// A day on which the clocks are changed.
  struct Day: Sendable, CustomStringConvertible {
    let start: Timestamp
    let hours: Int
    /// Eight o'clock, in hours since the day's beginning.
    let eight: Int

    var end: Timestamp { start + .seconds(3600 * hours) }
    var description: String { "a day of \(hours) hours" }

    func hour(_ hour: Int) -> Timestamp { start + .seconds(3600 * hour) }
  }

  static let days = [
    Day(start: time("2026-03-28T23:00:00Z"), hours: 23, eight: 7),
    Day(start: time("2026-10-24T22:00:00Z"), hours: 25, eight: 9),
  ]

  private static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? .distantPast }

  private static let brussels = LocalCalendar(
    firstOffset: 3600,
    changes: [
      LocalCalendar.OffsetChange(at: time("2026-03-29T01:00:00Z"), offset: 7200),
      LocalCalendar.OffsetChange(at: time("2026-10-25T01:00:00Z"), offset: 3600),
    ])

  private struct Measure {
    let value: String
    let unit: String
    var hours: String?
  }

  /// The values for the day, of one asset with readings at its full hours, that of the next midnight included.
  private func values(
    _ measures: [Measure], _ kind: AssetKind, _ day: Day, _ reading: (Int) -> [(Quantity, Double)]
  ) throws -> [IndicatorValue] {
    let indicators = try measures.enumerated().map { number, measure in
      var definition = IndicatorDefinition(
        name: "measure-\(number)", dimension: .environment, timing: .over(.day), value: measure.value,
        unit: measure.unit)
      definition.leastCoverage = 0
      definition.maxAge = .seconds(3600)
      if let hours = measure.hours { definition.hours = .fixed(try OpeningHours(hours)) }
      return definition
    }
    var town = try Town(
      [Asset(id: "A", kind: kind, name: "Asset")], indicators: indicators, calendar: Self.brussels)
    town.apply(.tick(day.start - .seconds(60)))
    for hour in 0...(day.hours + 8) {
      let at = day.hour(hour)
      let readings = reading(hour).map { Reading($0, $1, at: at) }
      town.apply(uplink(readings, receivedAt: at))
    }
    town.apply(.tick(day.hour(day.hours + 9)))
    return town.city.indicatorViews(at: town.city.now).compactMap(\.value)
  }

  @Test("A share is of 23 or 25 hours, and hours() counts them all", arguments: days)
  func shares(day: Day) throws {
    let values = try values(
      [
        Measure(value: "share(container where fill_level >= 80 %)", unit: "%"),
        Measure(value: "hours(container where fill_level >= 0 %)", unit: "h"),
        Measure(value: "avg(container.fill_level)", unit: "%"),
      ], .container, day
    ) { [(.fillLevel, $0 == 3 ? 90 : 10)] }
    #expect(values.map(\.from) == Array(repeating: day.start, count: 3))
    #expect(values.map(\.to) == Array(repeating: day.end, count: 3))
    #expect(values.map(\.coverage) == [1, 1, 1])
    let hours = Double(day.hours)
    #expect(values[0].value == 100 / hours)
    #expect(values[1].value == hours)
    #expect(abs((values[2].value ?? 0) - (10 + 80 / hours)) < 1e-9)
  }

  @Test(
    "Hours are those of the city's clocks: eight o'clock, and a night that is longer or shorter",
    arguments: days)
  func openingHours(day: Day) throws {
    let values = try values(
      [
        Measure(value: "share(room where co2 > 900 ppm)", unit: "%", hours: "Mo-Su 08:00-12:00"),
        Measure(value: "share(room where co2 > 900 ppm)", unit: "%", hours: "Mo-Su 00:00-06:00"),
      ], .room, day
    ) { [(.co2, $0 == 0 || $0 == day.eight ? 1000 : 500)] }
    #expect(values.map(\.coverage) == [1, 1])
    #expect(values.map(\.value) == [25, 100 / Double(day.hours - 18)])
  }

  @Test("At least one bay is free in four of 92 or 100 quarters", arguments: days)
  func quarters(day: Day) throws {
    let values = try values(
      [Measure(value: "any(parking_bay where occupied = 0)", unit: "%")], .parkingBay, day
    ) { [(.occupied, $0 == 5 ? 0 : 1)] }
    #expect(values.map(\.value) == [400 / Double(4 * day.hours)])
  }

  @Test("The day of a station and its night have all their hours", arguments: days)
  func station(day: Day) throws {
    let values = try values(
      [
        Measure(value: "max(station.no2_day)", unit: "ug/m3"),
        Measure(value: "count(station where no2_hour >= 0 ug/m3)", unit: "1"),
      ], .station, day
    ) { [(.no2, Double($0))] }
    #expect(values[0].value == Double(day.hours - 1) / 2)
    #expect(values[1].coverage == 1)
  }

  @Test("A building at one kilowatt uses 23 or 25 kWh", arguments: days)
  func building(day: Day) throws {
    let values = try values(
      [Measure(value: "sum(building.energy_day)", unit: "kWh")], .building, day
    ) { [(.energy, 1000 * Double($0))] }
    #expect(values.map(\.value) == [Double(day.hours)])
  }
}
