@testable import Core
import Model
import Randomness
import Testing

@Suite struct ParkingBayTests {
  private typealias Bay = EventTimeline<ParkingBay>

  private func terms(_ parameters: [String: String] = ["free_minutes": "30"]) -> ParkingBay.Terms {
    ParkingBay.Terms(Parameters(parameters), .utc)
  }

  /// Readings of an occupancy, by seconds after noon.
  private func readings(_ changes: [(second: Int, isTaken: Bool)]) -> [Reading] {
    changes.map { Reading(.occupied, $0.isTaken ? 1 : 0, at: noon + .seconds($0.second)) }
  }

  /// The same in frames that are counted from 0; those that say nothing of the bay have no occupancy.
  private func frames(_ changes: [(second: Int, isTaken: Bool?)], session: UInt64 = 7) -> [FrameReading] {
    changes.enumerated().map { index, change in
      let at = noon + .seconds(change.second)
      var uplink = Uplink(device: DeviceKey(value: 1), receivedAt: at)
      uplink.session = session
      uplink.frameCounter = UInt32(65_530 + index)
      let reading =
        change.isTaken.map { Reading(.occupied, $0 ? 1 : 0, at: at) } ?? Reading(.rssi, -80, at: at)
      return FrameReading(reading, FrameMark(uplink, device: 3))
    }
  }

  @Test("Stays have a length, and those over the limit say by how much")
  func stays() {
    let standing = Bay.standing(
      readings([(0, true), (900, true), (1200, false), (1800, true), (1800 + 2400, false), (9000, false)]),
      terms())
    #expect(standing[.stay] == [20, 40])
    #expect(standing.times(.stay) == [noon + .seconds(1200), noon + .seconds(4200)])
    #expect(standing[.stayOver] == [10])
    #expect(standing.times(.arrival) == [noon, noon + .seconds(1800)], "where each begins")
    #expect(standing[.occupiedFor] == [0, 15, 0, 0, 0, 0])
  }

  @Test("A gap of less than 20 seconds is none, and neither is such a stay")
  func flicker() {
    let gap = readings([(0, true), (600, false), (615, true), (1200, false)])
    #expect(Bay.standing(gap, terms())[.stay] == [20])
    #expect(Bay.standing(gap, terms()).times(.arrival) == [noon])
    let touch = readings([(0, false), (600, true), (615, false), (700, true), (1300, false)])
    #expect(Bay.standing(touch, terms())[.stay] == [10])
    #expect(Bay.standing(gap, terms(["flicker_s": "10"]))[.stay] == [10, 9.75])
  }

  @Test("A bay that is taken for more than a day has a sensor that is stuck: no stay, no overstay")
  func stuck() {
    let events = readings([(0, true), (90_000, true), (100_000, false), (200_000, true), (200_600, false)])
    let standing = Bay.standing(events, terms())
    #expect(standing[.stay] == [10])
    #expect(standing.times(.arrival) == [noon + .seconds(200_000)])
    #expect(standing[.stayOver].isEmpty)
    #expect(standing.times(.overstay).contains(noon + .seconds(90_000)) == false)
    #expect(Bay.standing(events, terms([:]))[.stay] == [100_000 / 60.0, 10], "no limit, no doubt")
    #expect(Bay.standing(events, terms([:]))[.overstay].isEmpty)
  }

  @Test("Only the active hours count against the limit")
  func activeHours() {
    let shop = terms(["free_minutes": "30", "active": "Mo-Sa 09:00-19:00; PH off"])
    // Monday, 2026-05-04: from noon on; from half past six into the night; on Sunday before.
    #expect(Bay.standing(readings([(0, true), (3600, false)]), shop)[.stayOver] == [30])
    #expect(Bay.standing(readings([(23_400, true), (40_000, false)]), shop)[.stayOver].isEmpty)
    #expect(Bay.standing(readings([(-86_400, true), (-60_000, false)]), shop)[.stayOver].isEmpty)
  }

  @Test("How much of each hour a bay was taken is said when the hour is over")
  func hours() {
    let changes = readings([
      (0, false), (900, true), (2700, false), (3600, true), (9000, true), (11_000, false),
    ])
    let standing = Bay.standing(changes, terms())
    #expect(standing[.occupiedHour] == [50, 100, 100])
    #expect(standing.times(.occupiedHour) == [noon, noon + .seconds(3600), noon + .seconds(7200)])
    // An hour of which less than nine tenths are known, at the beginning and after a long silence.
    let late = readings([(600, true), (7200, false), (7200 + 90_000, false), (7200 + 97_200, true)])
    let known = Bay.standing(late, terms())
    #expect(known[.occupiedHour].prefix(2) == [100, 0])
    #expect(known[.occupiedHour].count == 1 + 24 + 2, "after a day without a word nothing is known")
    #expect(Bay.standing(late, terms(["hour_known_percent": "80"]))[.occupiedHour].prefix(2) == [100, 100])
  }

  @Test("Of an hour in which a bay's sensor is stuck nothing is said")
  func stuckHours() {
    let events = readings((0...30).map { (second: 3600 * $0, isTaken: $0 < 29) })
    #expect(Bay.standing(events, terms())[.occupiedHour] == Array(repeating: 100, count: 24) + [0])
    #expect(
      Bay.standing(events, terms([:]))[.occupiedHour] == Array(repeating: 100, count: 29) + [0],
      "no limit, no doubt")
  }

  @Test("Where a frame is missing while a bay is taken, the vehicle may be another")
  func missingFrame() {
    let all = frames([(0, true), (1200, false), (1500, true), (3000, true), (3600, false)])
    #expect(Bay.standing(all, terms())[.stay] == [20, 35])
    let standing = Bay.standing([all[0]] + all[2...], terms())
    #expect(standing[.stay] == [35], "of the first one the end was not seen")
    #expect(standing[.stayOver] == [5])
    #expect(standing[.confirmedOverstay] == [0, 0, 0, 0])
    #expect(standing[.occupiedFor] == [0, 25, 50, 0])
    #expect(
      Bay.standing([all[0]] + all[2...] + [all[1]], terms()) == Bay.standing(all, terms()), "it was late")
    #expect(Bay.standing(Array(all[..<4]), terms(["free_minutes": "20"]))[.confirmedOverstay].last == 5)
    #expect(
      Bay.standing(all.filter { $0.frame != all[1].frame && $0.frame != all[3].frame }, terms())[.stay]
        .isEmpty)
  }

  @Test("Frames that say nothing of a bay are not missing, and neither are those of before a rejoin")
  func otherFrames() {
    let all = frames([(0, true), (600, nil), (1200, nil), (2400, true), (3000, false)])
    #expect(Bay.standing(all, terms())[.stay] == [50])
    #expect(Bay.standing([all[0]] + all[2...], terms())[.stay] == [10])
    let rejoined = [all[0]] + frames([(0, nil), (600, nil), (2400, true), (3000, false)], session: 8)[2...]
    #expect(Bay.standing(rejoined, terms())[.stay] == [50])
  }

  @Test("As time goes on a stay grows; unknown before the first reading")
  func growth() {
    var bay = Bay(terms())
    var results = KindResults()
    #expect(bay.state.occupiedFor(at: noon).isNaN)
    #expect(bay.state.overstay(at: noon, bay.terms).isNaN)
    bay.take(Reading(.occupied, 1, at: noon), &results)
    #expect(bay.state.occupiedFor(at: noon + .seconds(2700)) == 45)
    #expect(bay.state.overstay(at: noon + .seconds(1800), bay.terms) == 0)
    #expect(bay.state.overstay(at: noon + .seconds(2700), bay.terms) == 15)
    #expect(bay.state.overstay(at: noon + .seconds(86_401), bay.terms).isNaN)
    bay.take(Reading(.occupied, 0, at: noon + .seconds(2800)), &results)
    #expect(bay.state.occupiedFor(at: noon + .seconds(9999)) == 0)
    #expect(bay.state.overstay(at: noon + .seconds(9999), bay.terms) == 0)
  }

  @Test(
    "Any order and any duplicates come to the same stays, and none is left that was no stay",
    arguments: 1...40 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var second = 0
    let changes = (0..<200).map { index in
      second += Int.random(in: 5...(index % 7 == 0 ? 20_000 : 2000), using: &random)
      return (second: second, isTaken: Int.random(in: 0..<5, using: &random) < 3)
    }
    let inOrder = readings(changes)
    let standing = Bay.standing(inOrder, terms())
    #expect(standing[.stay].count > 15)
    #expect(standing[.occupiedHour].count > 15)
    let disturbed = random.disturbed(inOrder, reach: 12)
    #expect(disturbed != inOrder)
    #expect(Bay.standing(disturbed, terms()) == standing)
  }

  @Test("With frames that are missing too", arguments: 1...40 as ClosedRange<UInt64>)
  func anyOrderOfFrames(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var second = 0
    let sent = frames(
      (0..<200).map { _ in
        second += Int.random(in: 5...2000, using: &random)
        return (second: second, isTaken: [true, true, false, nil].randomElement(using: &random)!)
      })
    let heard = sent.filter { _ in Int.random(in: 0..<8, using: &random) > 0 }
    let standing = Bay.standing(heard, terms())
    #expect(standing != Bay.standing(heard.map(\.reading), terms()), "what is missing matters")
    #expect(Bay.standing(random.disturbed(heard, reach: 12), terms()) == standing)
  }

  @Test("What is late by more than is kept is in the history only")
  func tooLate() {
    let many = readings((0..<100).map { (second: $0 * 300, isTaken: $0 % 2 == 0) })
    let late = Bay.standing(many + [many[3]] + readings([(950, true)]), terms())
    #expect(late == Bay.standing(many, terms()))
  }

  @Test("A hundred bays of Melbourne: of 66 that are taken, 8 have a sensor that is stuck, 17 stay too long")
  func melbourne() throws {
    var stuck = 0
    var over = 0
    let rows = try Fixture("melbourne-bays-2024-12.csv").rows
    for row in rows where row[3] == "1" {
      var bay = Bay(terms(["free_minutes": "60"]))
      var results = KindResults()
      bay.take(Reading(.occupied, 1, at: try #require(Timestamp(rfc3339: row[1]))), &results)
      let overstay = bay.state.overstay(at: try #require(Timestamp(rfc3339: row[2])), bay.terms)
      if overstay.isNaN { stuck += 1 }
      if overstay > 0 { over += 1 }
    }
    #expect(rows.count == 100)
    #expect(stuck == 8)
    #expect(over == 17)
  }
}
