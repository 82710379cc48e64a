@testable import Core
import Model
import Randomness
import Testing

@Suite struct LuminaireTests {
  private typealias Timeline = EventTimeline<Luminaire>

  /// On the Gran Via of Sabadell.
  private static let place = Location(latitude: 41.55, longitude: 2.105)

  private func terms(_ parameters: [String: String] = ["rated_w": "100"]) -> Luminaire.Terms {
    Luminaire.Terms(
      Asset(
        id: "L", kind: .luminaire, name: "L", location: Self.place, parameters: Parameters(parameters)),
      .utc)
  }

  /// Readings a quarter of an hour apart from an hour of 2026-05-04 on.
  private func readings(_ quantity: Quantity, from hour: Int, _ values: [Double]) -> [Reading] {
    values.enumerated().map {
      Reading(quantity, $1, at: noon + .seconds(3600 * (hour - 12) + 900 * $0))
    }
  }

  @Test("Lit at night and dark by day all is well; around dusk nothing is judged")
  func well() {
    let night = Timeline.standing(readings(.power, from: 22, [100, 100, 100, 99]), terms())
    #expect(night[.lampExpected] == [1, 1, 1, 1])
    #expect(night[.lampDead] == [0, 0, 0, 0])
    let day = Timeline.standing(readings(.power, from: 12, [0, 1, 0, 0]), terms())
    #expect(day[.lampExpected] == [0, 0, 0, 0])
    #expect(day[.dayBurner] == [0, 0, 0, 0])
    let dusk = Timeline.standing(readings(.power, from: 19, [0, 100]), terms())
    #expect(dusk[.lampExpected].isEmpty)
  }

  @Test("A lamp that is out for half an hour of the night is dead, until it is lit")
  func dead() {
    let standing = Timeline.standing(
      readings(.power, from: 22, [100, 2, 2, 2, 2, 100]) + readings(.power, from: 36, [0, 0]), terms())
    #expect(standing[.lampDead] == [0, 0, 0, 1, 1, 0, 0, 0])
    let overDay = Timeline.standing(
      readings(.power, from: 24, [2, 2, 2]) + readings(.power, from: 36, [0]), terms())
    #expect(overDay[.lampDead] == [0, 0, 1, 1], "the day tells nothing of it")
    let byState = Timeline.standing(readings(.lampOn, from: 22, [1, 0, 0, 0]), terms([:]))
    #expect(byState[.lampDead] == [0, 0, 0, 1])
  }

  @Test("For how long a lamp was lit is said at noon, where enough of the dark is known")
  func burnNight() {
    // Lit from 20:00 to 05:00; the readings stand a quarter of an hour apart from noon on.
    let night = (0...100).map { (32..<68).contains($0) ? 100.0 : 0 }
    let standing = Timeline.standing(readings(.power, from: 12, night), terms())
    #expect(standing[.burnNight] == [9])
    #expect(standing.times(.burnNight) == [noon])
    // By day it may be quiet; in the dark it may not.
    let all = readings(.power, from: 12, night)
    let onlyNight = Array(all[30..<72]) + [all[100]]
    #expect(Timeline.standing(onlyNight, terms())[.burnNight] == [9])
    let halfNight = Array(all[30..<50]) + [all[100]]
    #expect(Timeline.standing(halfNight, terms())[.burnNight].isEmpty)
    #expect(
      Timeline.standing(halfNight, terms(["rated_w": "100", "lit_hold_h": "12"]))[.burnNight].count == 1)
    let nowhere = Luminaire.Terms(
      Asset(id: "L", kind: .luminaire, name: "L", parameters: Parameters(["rated_w": "100"])), .utc)
    #expect(
      Timeline.standing(all, nowhere)[.burnNight].isEmpty, "without a place nobody knows when it is dark")
  }

  @Test("A lamp that is out for two nights in a row has failed, until a night in which it is lit")
  func failed() {
    // Noon to noon, a quarter of an hour apart; lit from 20:00 to 05:00 where it is lit at all.
    func nights(_ lit: [Bool]) -> [Reading] {
      readings(
        .power, from: 12,
        lit.flatMap { isLit in (0..<96).map { isLit && (32..<68).contains($0) ? 100.0 : 0 } })
        + [Reading(.power, 0, at: noon + .seconds(86_400 * lit.count))]
    }
    let standing = Timeline.standing(nights([true, false, false, false, true]), terms())
    #expect(standing[.lampFailed] == [0, 0, 1, 1, 0])
    #expect(standing.times(.lampFailed).first == noon + .seconds(86_400), "when the night is over")
    #expect(Timeline.standing(nights([false, true, false]), terms())[.lampFailed] == [0, 0, 0])
    let one = terms(["rated_w": "100", "failed_nights": "1"])
    #expect(Timeline.standing(nights([true, false, true]), one)[.lampFailed] == [0, 1, 0])
    // Lit for an hour only, it is a lamp that works; off by the plan, it need not be lit.
    var short = nights([false, false])
    for index in [40, 41, 42, 43, 136, 137] { short[index].value = 100 }
    #expect(Timeline.standing(short, terms())[.lampFailed] == [0, 0])
    let off = terms(["rated_w": "100", "dimming": "12:00-12:00 0"])
    #expect(Timeline.standing(nights([false, false]), off)[.lampFailed] == [0, 0])
    // A night of which too little is known says nothing, and does not end the row.
    let dark = nights([false, false, false])
    let unknown = Array(dark[..<96]) + Array(dark[192...])
    #expect(Timeline.standing(unknown, terms())[.lampFailed] == [0, 1])
  }

  @Test("A repair is told when the lamp is lit again: from the first reading that shows it out")
  func repair() {
    let night = readings(.power, from: 22, [100, 2, 2, 2, 2, 100, 100])
    #expect(Timeline.standing(night, terms())[.repairTime] == [1])
    #expect(Timeline.standing(night, terms())[.outFor] == [0.5, 0.75])
    // Out for less than half an hour it was no failure; over the day a failed lamp stays one.
    #expect(Timeline.standing(readings(.power, from: 22, [100, 2, 2, 100]), terms())[.repairTime].isEmpty)
    let nextNight = readings(.power, from: 22, [2, 2, 2]) + readings(.power, from: 36, [0])
    let mended = nextNight + readings(.power, from: 46, [100])
    #expect(Timeline.standing(mended, terms())[.repairTime] == [24])
  }

  @Test("A lamp whose controller says on and that takes no power is dead all the same")
  func powerKnowsBetter() {
    let standing = Timeline.standing(
      zip(readings(.power, from: 22, [1, 1, 1, 1]), readings(.lampOn, from: 22, [1, 1, 1, 1]))
        .flatMap { [$0, $1] }, terms())
    #expect(standing[.lampDead].last == 1)
  }

  @Test func dayBurner() {
    let standing = Timeline.standing(readings(.power, from: 12, [100, 100, 100, 0]), terms())
    #expect(standing[.dayBurner] == [0, 0, 1, 0])
  }

  @Test("A lamp that stays bright when the plan dims it is stuck")
  func stuck() {
    let plan = ["rated_w": "100", "dimming": "23:00-05:00 50"]
    let values = [100.0, 100, 100, 100, 100, 100, 100, 100]
    let standing = Timeline.standing(readings(.dimLevel, from: 22, values), terms(plan))
    #expect(standing[.dimStuck].max() == 0, "whether it is lit is not known")
    let lit = readings(.power, from: 22, values.map { _ in 100 })
    let both = Timeline.standing(
      (lit + readings(.dimLevel, from: 22, values)).sorted { $0.isBefore($1) }, terms(plan))
    #expect(both[.dimStuck] == [0, 0, 0, 0, 0, 0, 0, 1])
    let dimmed = readings(.power, from: 22, [100, 100, 100, 100, 52, 50, 51, 50])
    #expect(Timeline.standing(dimmed, terms(plan))[.dimStuck].max() == 0)
    #expect(Timeline.standing(dimmed, terms(["rated_w": "100"]))[.dimStuck].isEmpty, "no plan")
    #expect(Timeline.standing(dimmed, terms(plan))[.lampDead].max() == 0)
  }

  @Test("The lamp before it would have burnt from dusk to dawn")
  func baseline() {
    let hourly = (0..<25).map { Reading(.energy, Double($0) * 10, at: noon + .seconds(3600 * $0)) }
    let standing = Timeline.standing(hourly, terms(["full_w": "250"]))
    let energy = standing[.baselineEnergy].reduce(0, +)
    // By the Astronomical Almanac's formula the sun is 3 degrees below from 19:05 to 4:31 UTC.
    #expect(abs(energy / 250 - 9.428) < 0.01)
    #expect(standing[.savedEnergy].reduce(0, +) == energy - 240)
    let gap = [hourly[0], hourly[20]]
    #expect(Timeline.standing(gap, terms(["full_w": "250"]))[.baselineEnergy].isEmpty)
  }

  @Test("Any order and any duplicates come to the same", arguments: 1...15 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let hours = 0..<100
    let values = hours.map { _ in Int.random(in: 0..<3, using: &random) == 0 ? 0.0 : 100 }
    let inOrder = hours.flatMap { hour -> [Reading] in
      let at = noon + .seconds(1800 * hour)
      return [
        Reading(.power, values[hour], at: at), Reading(.energy, Double(hour) * 40, at: at),
        Reading(.dimLevel, 100, at: at),
      ]
    }.sorted { $0.isBefore($1) }
    let terms = terms(["rated_w": "100", "full_w": "250", "dimming": "22:00-05:00 60"])
    let standing = Timeline.standing(inOrder, terms)
    #expect(standing[.lampDead].contains(1) || standing[.dayBurner].contains(1))
    #expect(Timeline.standing(random.disturbed(inOrder, reach: 12), terms) == standing)
  }

  @Test(
    "What is no plan",
    arguments: ["", "22:00 50", "22:00-05:00", "22:00-05:00 101", "22-05 50", "25:00-05:00 5"])
  func noPlan(text: String) {
    #expect(DimmingPlan(text) == nil)
  }

  /// 386 lamps on the Gran Via of Sabadell: 69.5 % and 263,915 kWh saved in a year, 39,587 EUR at 0.15 EUR/kWh.
  ///
  /// The old lamps used 983.77 kWh a year each, the new ones 300.05. Here three types of lamps burn through 2026
  /// from dusk to dawn, the new ones dimmed at night; their meters are read every two hours.
  @Test func granVia() {
    let plan = "22:00-05:00 70, 00:00-04:00 50"
    let types = [(count: 200, old: 0.9), (count: 100, old: 1.0), (count: 86, old: 1.2325581395348837)]
    #expect(types.map(\.count).reduce(0, +) == 386)
    let unit = terms(["rated_w": "1", "full_w": "1", "dimming": plan])
    let start = Timestamp(seconds: 1_767_225_600)
    let times = (0...(365 * 12)).map { start + .seconds(7200 * $0) }
    // What one watt, and one watt by the plan, use in the year: the type's power is a factor.
    var baseline = 0.0
    var used = 0.0
    var readings = [Reading(.energy, 0, at: start)]
    for (from, to) in zip(times, times.dropFirst()) {
      let hours = unit.burningHours(in: from..<to) ?? 0
      used += hours * unit.plan.level(at: from + .seconds(3600), .utc) / 100
      readings.append(Reading(.energy, used, at: to))
    }
    baseline = Timeline.standing(readings, unit)[.baselineEnergy].reduce(0, +) / 1000
    used /= 1000
    #expect((4000...4300).contains(baseline * 1000), "hours of a year without the sun")
    // Powers that give the published use of the average lamp.
    let oldPower = 983.77 / baseline
    let newPower = 300.05 / used
    var before = 0.0
    var after = 0.0
    for type in types {
      before += Double(type.count) * oldPower * type.old * baseline
      after += Double(type.count) * newPower * type.old * used
    }
    before *= 386 / types.map { Double($0.count) * $0.old }.reduce(0, +)
    after *= 386 / types.map { Double($0.count) * $0.old }.reduce(0, +)
    let saved = before - after
    #expect(abs(saved - 263_915) < 10)
    #expect(abs(100 * saved / before - 69.5) < 0.05)
    #expect(abs(saved * 0.15 - 39_587) < 2)
  }
}
