@testable import Core
import Model
import Randomness
import Testing

@Suite struct BuildingTests {
  private typealias Timeline = EventTimeline<Building>

  private func terms(_ parameters: [String: String] = [:]) -> Building.Terms {
    Building.Terms(Parameters(parameters), .utc)
  }

  /// 2026-05-04, a Monday, at midnight.
  private let monday = noon - .seconds(12 * 3600)

  /// A meter read every `minutes`, of a building that takes `power` (in W, by hour since Monday).
  private func meter(
    hours: Int, every minutes: Int = 15, from total: Double = 1000, _ power: (Int) -> Double
  ) -> [Reading] {
    var total = total
    var readings = [Reading(.energy, total, at: monday)]
    for step in 1...(hours * 60 / minutes) {
      total += power((step - 1) * minutes / 60) * Double(minutes) / 60
      readings.append(Reading(.energy, total, at: monday + .seconds(60 * minutes * step)))
    }
    return readings
  }

  private func isNear(_ values: [Double], _ expected: [Double]) -> Bool {
    values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < 1e-6 }
  }

  @Test("A week: its hours, days, base load, nights and weekend")
  func week() {
    let readings = meter(hours: 7 * 24 + 1) { hour in
      hour / 24 < 5 && (8..<18).contains(hour % 24) ? 10_000 : 2000
    }
    let standing = Timeline.standing(readings, terms(["active": "Mo-Fr 08:00-18:00"]))
    #expect(standing[.energyHour].count == 7 * 24 + 1)
    #expect(standing.times(.energyHour).first == monday)
    #expect(isNear(Array(standing[.energyHour].prefix(9)), Array(repeating: 2000, count: 8) + [10_000]))
    #expect(isNear(standing[.energyDay], Array(repeating: 128_000, count: 5) + [48_000, 48_000]))
    #expect(isNear(standing[.baseLoad], Array(repeating: 2000, count: 7)))
    #expect(isNear([standing[.nightShare][0], standing[.nightShare][6]], [12.5, 100 / 3.0]))
    #expect(isNear(standing[.weekendShare], [100 * 96_000.0 / 736_000]))
    #expect(standing.times(.weekendShare) == [monday])
  }

  @Test("Between readings the use is even; a gap of a day is filled, a longer one stays a gap")
  func gaps() {
    let whole = meter(hours: 50) { _ in 1000 }
    let some = [whole[0], whole[30], whole[100], whole[196]]
    #expect(isNear(Timeline.standing(some, terms())[.energyHour], Array(repeating: 1000, count: 49)))
    let gap = [whole[0], whole[8], whole[8 + 97], whole[160]]
    let standing = Timeline.standing(gap, terms())
    #expect(standing[.energyHour].count == 2 + 13)
    #expect(standing[.energyDay].isEmpty)
  }

  @Test("A meter rolls over at its end; one that goes back otherwise was replaced")
  func rollOverAndReplacement() {
    var readings = meter(hours: 6, from: 96_000) { _ in 1000 }
    for index in readings.indices where readings[index].value >= 100_000 { readings[index].value -= 100_000 }
    let rolled = Timeline.standing(readings, terms(["meter_max_wh": "100000"]))
    #expect(isNear(rolled[.energyHour], Array(repeating: 1000, count: 6)))
    let replaced = Timeline.standing(readings, terms())
    #expect(isNear(replaced[.energyHour], Array(repeating: 1000, count: 5)), "an hour is not known")
    for index in 8..<readings.count { readings[index].value += 5_000_000 }
    let jumped = Timeline.standing(readings, terms(["connection_w": "50000"]))
    #expect(jumped[.energyHour].allSatisfy { abs($0 - 1000) < 1e-6 })
  }

  @Test("Energy for each square metre, and against a year of before, as far as these are known")
  func comparison() {
    let readings = meter(hours: 49) { _ in 1000 }
    #expect(Timeline.standing(readings, terms())[.energyPerArea].isEmpty)
    #expect(Timeline.standing(readings, terms())[.savedEnergy].isEmpty)
    let known = Timeline.standing(readings, terms(["area_m2": "240", "baseline_kwh_year": "10950"]))
    #expect(isNear(known[.energyPerArea], [0.1, 0.1]))
    #expect(isNear(known[.baselineEnergy], [30_000, 30_000]))
    #expect(isNear(known[.savedEnergy], [6000, 6000]))
  }

  @Test("How much of an hour must be known is a limit")
  func hourKnown() {
    // The meter is heard from 00:15 on.
    let readings = [900, 3600, 7200].map { Reading(.energy, Double($0), at: noon + .seconds($0)) }
    #expect(Timeline.standing(readings, terms()).times(.energyHour) == [noon + .seconds(3600)])
    #expect(Timeline.standing(readings, terms(["hour_known_percent": "75"])).times(.energyHour).count == 2)
  }

  @Test("How far a meter may go, and which hours are the base load's, are limits")
  func meterLimits() {
    let readings = meter(hours: 6, from: 0) { $0 == 3 ? 1080 : 1000 }
    func hours(_ readings: [Reading], _ limits: [String: String]) -> Int {
      Timeline.standing(readings, terms(limits))[.energyHour].count
    }
    #expect(hours(readings, ["connection_w": "1000"]) == 6)
    #expect(hours(readings, ["connection_w": "1000", "connection_tolerance_percent": "5"]) == 5)
    var rolled = meter(hours: 6, every: 60, from: 80_000) { _ in 10_000 }
    for index in rolled.indices where rolled[index].value >= 100_000 { rolled[index].value -= 100_000 }
    rolled.remove(at: 1)
    #expect(hours(rolled, ["meter_max_wh": "100000"]) == 4)
    #expect(hours(rolled, ["meter_max_wh": "100000", "roll_over_percent": "30"]) == 6)
    let day = meter(hours: 25) { Double(100 * $0) }
    #expect(isNear(Timeline.standing(day, terms())[.baseLoad], [50]))
    #expect(isNear(Timeline.standing(day, terms(["base_hours_percent": "25"]))[.baseLoad], [250]))
  }

  @Test("A day of 23 hours is a day")
  func shortDay() throws {
    let change = LocalCalendar.OffsetChange(at: monday + .seconds(86_400 + 3600), offset: 7200)
    let calendar = LocalCalendar(firstOffset: 3600, changes: [change])
    let readings = meter(hours: 80) { _ in 1000 }
    let standing = Timeline.standing(readings, Building.Terms(Parameters(), calendar))
    #expect(isNear(standing[.energyDay], [23_000, 24_000]))
  }

  @Test("Any order and any duplicates come to the same", arguments: 1...15 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let readings = meter(hours: 120, every: 30) { hour in Double(hour % 24) * 500 }
    let standing = Timeline.standing(readings, terms())
    let disturbed = Timeline.standing(random.disturbed(readings, reach: 15), terms())
    // Parts of an hour are added in another order: the last bits differ.
    for quantity in [Quantity.energyHour, .energyDay, .baseLoad, .nightShare, .weekendShare] {
      #expect(isNear(disturbed[quantity], standing[quantity]))
      #expect(disturbed.times(quantity) == standing.times(quantity))
    }
  }

  @Test(
    "A measured building: its days are those of the meter, and a plain comparison of two years overstates")
  func measured() throws {
    let days = try Fixture("openeemeter-electricity-daily.csv").readings(
      .energy, "kwh", at: { "\($0)T00:00:00Z" })
    var total = 0.0
    var readings: [Reading] = []
    for day in days {
      readings.append(Reading(.energy, total, at: day.at))
      total += day.value * 1000
    }
    let standing = Timeline.standing(readings, terms())
    #expect(days.count == 809)
    #expect(standing[.energyDay].count == 808)
    #expect(zip(standing[.energyDay], days).allSatisfy { abs($0 - 1000 * $1.value) < 1e-3 })
    let mean = { (from: String, to: String) -> Double in
      let stretch = zip(standing.times(.energyDay), standing[.energyDay]).filter {
        "\($0.0)" >= from && "\($0.0)" < to
      }
      return stretch.map(\.1).reduce(0, +) / Double(stretch.count)
    }
    // The measure saved 10 %; the rest is the weather's.
    let saved = 1 - mean("2017-01-04", "2018-01-04") / mean("2015-12-26", "2016-12-26")
    #expect(abs(saved - 0.12755) < 0.0001)
  }

  @Test("A measured building heated with gas: by the year before it saved 9.5 %, where 10 % were")
  func measuredGas() throws {
    let days = try Fixture("openeemeter-gas-daily.csv").readings(.energy, "therm", at: { "\($0)T00:00:00Z" })
    #expect(days.count == 809)
    let before = days.filter { (366..<732).contains(number($0.at)) }.map(\.value)
    var total = 0.0
    var readings: [Reading] = []
    for day in days {
      readings.append(Reading(.energy, total, at: day.at))
      total += day.value * 1000
    }
    let year = before.reduce(0, +) / Double(before.count) * 365
    let standing = Timeline.standing(readings, terms(["baseline_kwh_year": "\(year)"]))
    let reported = zip(standing.times(.savedEnergy), zip(standing[.savedEnergy], standing[.baselineEnergy]))
      .filter { (741..<1106).contains(number($0.0)) }.map(\.1)
    #expect(reported.count == 365)
    let saved = reported.map(\.0).reduce(0, +) / reported.map(\.1).reduce(0, +)
    #expect(abs(saved - 0.09463) < 0.0001)
  }

  /// The number of a day, counted from 2014-12-25: 2015-12-26 is number 366, 2017-01-04 number 741.
  private func number(_ moment: Timestamp) -> Int { Int(moment.secondsSinceEpoch / 86_400) - 16_429 }
}
