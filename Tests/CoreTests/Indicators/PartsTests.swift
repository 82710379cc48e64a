@testable import Core
import Model
import Testing

/// What an indicator says that can't be told from sums over all assets: quantiles, the worst, at least one.
@Suite struct PartsTests {
  @Test("A quantile bears with what has not come to its end")
  func unfinished() {
    // The example of Kaplan and Meier's estimate: ends at 6 (three), 7, 10, 13, 16, 22 and 23 weeks, and losses between.
    var tally = Tally()
    for weeks in [6.0, 6, 6, 7, 10, 13, 16, 22, 23] {
      tally.add(truth: Truth.yes, value: weeks, weight: 1, part: Int64(weeks * 10))
    }
    let losses = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    let unfinished = Dictionary(losses.map { (Int64($0 * 10), Int128(1)) }, uniquingKeysWith: +)
    #expect(tally.value(.quantile(percent: 50), span: 1) == 10)
    #expect(tally.value(.quantile(percent: 50), span: 1, unfinished: unfinished) == 23)
    #expect(tally.value(.quantile(percent: 25), span: 1, unfinished: unfinished) == 13)
    #expect(tally.value(.quantile(percent: 90), span: 1, unfinished: unfinished).isNaN)
  }

  private static let midnight = noon + .seconds(43_200)

  /// What an asset measures at an hour of the day.
  private struct Report {
    let hour: Double
    let quantity: Quantity
    let value: Double

    init(_ hour: Double, _ quantity: Quantity, _ value: Double) {
      self.hour = hour
      self.quantity = quantity
      self.value = value
    }
  }

  /// The value for the day from ``midnight`` on, of assets of which each has its readings by hour of that day.
  private func day(
    _ value: String, _ kind: AssetKind, unit: String, maxAge: Int = 86_400, coverage: Double = 0,
    _ readings: [[Report]]
  ) throws -> Double? {
    var definition = IndicatorDefinition(
      name: "measure", dimension: .mobility, timing: .over(.day), value: value, unit: unit)
    definition.leastCoverage = coverage
    definition.maxAge = .seconds(maxAge)
    let assets = readings.indices.map { Asset(id: "A-\($0)", kind: kind, name: "Asset \($0)") }
    var town = try Town(assets, indicators: [definition])
    let events = readings.enumerated().flatMap { device, own in
      own.map { entry in
        let at = Self.midnight + .seconds(entry.hour * 3600)
        let reading = Reading(entry.quantity, entry.value, at: at)
        return (at, uplink([reading], device: device, receivedAt: at))
      }
    }.sorted { $0.0 < $1.0 }.map(\.1)
    town.apply([.tick(noon + .seconds(1))] + events + [.tick(Self.midnight + .seconds(88_200))])
    return town.city.indicatorViews(at: town.city.now).first?.value?.value
  }

  /// A bay with stays of so many minutes, one an hour.
  private func stays(_ minutes: [Double]) -> [Report] {
    minutes.enumerated().flatMap { index, minutes -> [Report] in
      let hour = Double(index + 1)
      return [Report(hour, .occupied, 1), Report(hour + minutes / 60, .occupied, 0)]
    }
  }

  @Test("Of five stays the third is the median; nine in ten do not exceed the longest, of ten the ninth")
  func quantiles() throws {
    let five = [stays([10, 50, 20]), stays([30, 40])]
    #expect(try day("median(parking_bay.stay where stay > 0 min)", .parkingBay, unit: "min", five) == 30)
    #expect(try day("p90(parking_bay.stay where stay > 0 min)", .parkingBay, unit: "min", five) == 50)
    let ten = [stays([5, 50, 20, 10, 25]), stays([30, 40, 15, 35, 45])]
    #expect(try day("p90(parking_bay.stay where stay > 0 min)", .parkingBay, unit: "min", ten) == 45)
  }

  @Test("A quantile of how things are is one of time")
  func quantileOfTime() throws {
    let levels: [Report] = [
      Report(0, .fillLevel, 10), Report(11, .fillLevel, 50), Report(23, .fillLevel, 90),
    ]
    #expect(try day("median(container.fill_level)", .container, unit: "%", [levels]) == 50)
    #expect(try day("p90(container.fill_level)", .container, unit: "%", [levels]) == 50)
  }

  @Test("At least one bay is free while the free times of bays touch")
  func anyFree() throws {
    let first: [Report] = [Report(0, .occupied, 0), Report(6, .occupied, 1)]
    let second: [Report] = [
      Report(0, .occupied, 1), Report(3, .occupied, 0), Report(12, .occupied, 1),
    ]
    #expect(
      try day("any(parking_bay where occupied = 0)", .parkingBay, unit: "%", [first, second]) == 50)
  }

  @Test("A room is within a class when it is for 95 % of the time; one that is hardly known is not counted")
  func mostly() throws {
    func room(stuffyFor hours: Double, from start: Double = 0) -> [Report] {
      [Report(start, .co2, 600), Report(12, .co2, 1000), Report(12 + hours, .co2, 600)]
    }
    let rooms = [room(stuffyFor: 1), room(stuffyFor: 1.5), room(stuffyFor: 2), [Report(23, .co2, 500)]]
    #expect(
      try day("mostly(room where co2 <= 900 ppm)", .room, unit: "%", coverage: 0.5, rooms) == 100.0 / 3)
    #expect(
      try day("mostly(room where co2 <= 900 ppm, 90 %)", .room, unit: "%", coverage: 0.5, rooms) == 100)
    #expect(try day("mostly(room where co2 <= 900 ppm, 97 %)", .room, unit: "%", coverage: 0.5, rooms) == 0)
  }

  @Test("The worst station counts, unless too little is known of it")
  func worst() throws {
    func station(_ values: [Double]) -> [Report] {
      values.enumerated().map { Report(Double($0), .no2, $1) }
    }
    let stations = [
      station(Array(repeating: 30, count: 25)),
      station(Array(repeating: 250, count: 3) + Array(repeating: 10, count: 22)), station([400, 400, 400]),
    ]
    func value(_ text: String, unit: String) throws -> Double? {
      try day(text, .station, unit: unit, maxAge: 3600, coverage: 0.5, stations)
    }
    #expect(try value("worst_avg(station.no2_hour)", unit: "ug/m3") == 40)
    #expect(try value("worst_hours(station where no2_hour > 200 ug/m3)", unit: "h") == 3)
    // The alert threshold asks for three hours in a row: only the third is the end of such.
    #expect(try value("worst_hours(station where no2_3h > 200 ug/m3)", unit: "h") == 1)
  }

  @Test("Events are those of the asset with the most of them")
  func worstCount() throws {
    let bays = [stays([10, 50, 20]), stays([40, 30])]
    #expect(try day("worst_count(parking_bay where stay > 15 min)", .parkingBay, unit: "/d", bays) == 2)
    let none = try day("worst_count(parking_bay where stay_over > 1 min)", .parkingBay, unit: "/d", bays)
    #expect(none == 0, "where nothing happens there is none, and that is known")
  }

  @Test(
    "What has no period, or the wrong one, is refused",
    arguments: [
      ("any(container where fill_level > 10 %)", IndicatorDefinition.Timing.every(.seconds(900))),
      ("mostly(parking_bay where stay > 10 min)", .over(.day)),
      ("worst_count(container where fill_level > 10 %)", .over(.day)),
      ("mostly(container where fill_level > 10 %, 0 %)", .over(.day)),
      ("mostly(container where fill_level > 10 %, 95)", .over(.day)),
      ("mostly(container where fill_level > 10 %, 95 %, 95 %)", .over(.day)),
    ])
  func refused(value: String, timing: IndicatorDefinition.Timing) {
    let definition = IndicatorDefinition(
      name: "measure", dimension: .mobility, timing: timing, value: value, unit: "%")
    #expect(throws: RuleError.self) { try Indicator(definition) }
  }
}
