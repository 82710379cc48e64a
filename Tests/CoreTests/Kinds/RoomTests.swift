import Foundation
import Model
import Randomness
import Testing

@testable import Core

@Suite struct RoomTests {
  private typealias Timeline = EventTimeline<Room>

  private func terms(_ parameters: [String: String] = [:]) -> Room.Terms {
    Room.Terms(Parameters(parameters), .utc)
  }

  /// Values five minutes apart.
  private func series(_ values: [Double]) -> [Reading] {
    values.enumerated().map { Reading(.co2, $1, at: noon + .seconds(300 * $0)) }
  }

  @Test(
    "The class of the air, by the standard of the country",
    arguments: [
      ("be", 900, 1), ("be", 901, 2), ("be", 1201, 3), ("nl", 800, 1), ("nl", 940, 2), ("nl", 1200, 3),
      ("nl", 1201, 4), ("en", 950, 1), ("en", 1200, 2), ("en", 1750, 3), ("en", 1751, 4), ("de", 1000, 1),
      ("de", 1999, 2), ("de", 2001, 3),
    ])
  func classes(standard: String, co2: Double, airClass: Double) {
    let standing = Timeline.standing(series([co2]), terms(["co2_standard": standard]))
    #expect(standing[.airClass] == [airClass])
  }

  @Test("A city may have limits of its own: of the classes, and of the advice")
  func ownLimits() {
    let own = terms(["co2_limits_ppm": "700, 1000", "co2_limit_ppm": "700"])
    let standing = Timeline.standing(series([650, 800, 1100]), own)
    #expect(standing[.airClass] == [1, 2, 3])
    #expect(standing[.ventilate] == [0, 1, 1])
  }

  @Test("In use is what CO2 tells, or the timetable where there is one; without use the air has no class")
  func use() {
    let values: [Double] = [420, 425, 440, 470, 560, 540, 530]
    #expect(Timeline.standing(series(values), terms())[.inUse] == [0, 0, 1, 1, 1, 0, 0])
    #expect(Timeline.standing(series(values), terms())[.airClass].count == 3)
    let lesson = terms(["active": "Mo 12:10-12:20"])
    #expect(Timeline.standing(series(values), lesson)[.inUse] == [0, 0, 1, 1, 0, 0, 0])
  }

  @Test("The advice begins above the limit, ends well below it, and is for those who are there")
  func advice() {
    let values: [Double] = [880, 910, 880, 805, 795, 850, 905]
    #expect(Timeline.standing(series(values), terms())[.ventilate] == [0, 1, 1, 1, 0, 0, 1])
    #expect(Timeline.standing(series(values), terms(["active": "Tu 08:00-16:00"]))[.ventilate].max() == 0)
  }

  @Test("Air changes from the fall of CO2 after people have left", arguments: [0.5, 1.2, 3.0])
  func decay(rate: Double) throws {
    let rising = (0..<10).map { 600 + 90 * Double($0) }
    let falling = (1...60).map { 400 + 1010 * exp(-rate * Double($0) / 12) }
    let standing = Timeline.standing(series(rising + falling + [480, 520, 560]), terms())
    #expect(standing[.airChanges].count == 1)
    #expect(abs(try #require(standing[.airChanges].first) - rate) < 0.01 * rate)
  }

  @Test("A sensor that reports each minute, and is noisy, tells the same")
  func eachMinute() throws {
    var random = SeededRandom(seed: 3)
    // Nobody until 01:00, then people until 03:00, then nobody.
    let minutes = (0..<480).map { minute -> Reading in
      let hours = Double(minute) / 60
      let air =
        minute < 60 ? 420 : minute < 180 ? 420 + 600 * (hours - 1) : 400 + 1220 * exp(-0.8 * (hours - 3))
      return Reading(
        .co2, air + .random(in: -7...7, using: &random), at: noon + .seconds(60 * minute))
    }
    let standing = Timeline.standing(minutes, terms())
    // Over less than a quarter of an hour the noise looks like a rise.
    #expect(standing[.inUse][16..<60].allSatisfy { $0 == 0 })
    #expect(standing[.inUse][75..<180].allSatisfy { $0 == 1 })
    #expect(standing[.airChanges].count == 1)
    #expect(abs(try #require(standing[.airChanges].first) - 0.8) < 0.04)
  }

  @Test("A fall that is none, too short, or only half way says nothing")
  func noDecay() {
    let noise: [Double] = [900, 890, 905, 880, 900, 870, 880, 860, 900]
    #expect(Timeline.standing(series(noise), terms())[.airChanges].isEmpty)
    let short: [Double] = [1400, 900, 650, 500, 900, 1000]
    #expect(Timeline.standing(series(short), terms())[.airChanges].isEmpty)
    let line = (0..<14).map { 1400 - 50 * Double($0) }
    #expect(Timeline.standing(series(line + [900]), terms(["decay_fit": "0.999"]))[.airChanges].isEmpty)
  }

  @Test("Any order and any duplicates come to the same", arguments: 1...20 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var values: [Double] = []
    for _ in 0..<6 {
      var value = 450.0
      for _ in 0..<15 {
        value += Double.random(in: 20...80, using: &random)
        values.append(value)
      }
      for _ in 0..<25 {
        value = 400 + (value - 400) * 0.9
        values.append(value)
      }
    }
    let standing = Timeline.standing(series(values), terms())
    #expect(standing[.airChanges].count >= 5)
    #expect(Timeline.standing(random.disturbed(series(values), reach: 15), terms()) == standing)
  }

  @Test("A measured office: use by CO2 alone, and an air change in an hour and a half at night")
  func office() throws {
    let fixture = try Fixture("uci-office-co2-2015-02.csv")
    let readings = fixture.readings(.co2, "co2", at: { $0 })
    let standing = Timeline.standing(readings, terms())
    let people = fixture.rows.map { $0[2] == "1" }
    let right = zip(standing[.inUse], people).count { ($0 == 1) == $1 }
    let share = Double(right) / Double(people.count)
    #expect(share > 0.85)
    // One fall each evening, as a script finds it.
    try #require(standing[.airChanges].count == 2)
    #expect(zip(standing[.airChanges], [0.598, 0.711]).allSatisfy { abs($0 - $1) < 0.001 })
  }
}
