@testable import Core
import Model
import Testing

@Suite("What becomes of an uplink") struct IngestTests {
  private func reading(_ quantity: Quantity, _ value: Double, _ seconds: Int = 0) -> Reading {
    Reading(quantity, value, at: noon + .seconds(seconds))
  }

  @Test func readingsBecomeLive() throws {
    var town = try Town(.gateway)
    let event = uplink([reading(.co2, 500), reading(.humidity, 40)], counter: 1, receivedAt: noon)
    let outcome = town.apply(event)
    #expect(outcome.verdict == .accepted)
    #expect(outcome.readings.map(\.reading) == [reading(.co2, 500), reading(.humidity, 40)])
    #expect(outcome.readings.allSatisfy { $0.flags.isEmpty })
    #expect(town.values() == [.co2: 500, .humidity: 40])
    #expect(town.city.assetState(0, at: noon) == .ok)
  }

  @Test("In FSK nobody knows of noise: that of an earlier uplink does not stay beside the new strength")
  func strengthAndNoiseAreOfOneUplink() throws {
    var town = try Town()
    _ = town.apply([
      uplink([], counter: 1, receivedAt: noon) {
        $0.rssi = -100
        $0.snr = 4
      },
      uplink([], counter: 2, receivedAt: noon + .seconds(60)) { $0.rssi = -90 },
    ])
    #expect(town.device(at: noon).rssi == -90)
    #expect(town.device(at: noon).snr == nil)
  }

  @Test func aDuplicateChangesNothingButItsCounter() throws {
    var town = try Town()
    let event = uplink([reading(.co2, 500)], counter: 1, receivedAt: noon)
    town.apply(event)
    let outcome = town.apply(event)
    #expect(outcome == Outcome(verdict: .duplicate, readings: [], transitions: []))
    #expect(town.device(at: noon).duplicates == 1)
    #expect(town.device(at: noon).uplinks == 1)
  }

  @Test("The network server's own id tells a duplicate also across a rejoin")
  func deduplicationID() throws {
    var town = try Town()
    let first = uplink([reading(.co2, 500)], counter: 9, receivedAt: noon) {
      $0.session = 1
      $0.deduplication = 77
    }
    let again = uplink([reading(.co2, 500)], counter: 9, receivedAt: noon) {
      $0.session = 2
      $0.deduplication = 77
    }
    let other = uplink([reading(.co2, 501, 60)], counter: 0, receivedAt: noon + .seconds(60)) {
      $0.session = 2
      $0.deduplication = 78
    }
    #expect(town.apply([first, again, other]).map(\.verdict) == [.accepted, .duplicate, .accepted])
  }

  @Test("Two ids for one frame, as of a device that two regions heard, are one uplink")
  func oneFrameWithTwoIDs() throws {
    var town = try Town()
    let events = [UInt64(1), 2].map { id in
      uplink([reading(.co2, 500)], counter: 9, receivedAt: noon) { $0.deduplication = id }
    }
    #expect(town.apply(events).map(\.verdict) == [.accepted, .duplicate])
  }

  @Test("Without a counter, a reading that was there already is left out, and the rest is taken")
  func overlappingMessages() throws {
    var town = try Town()
    let first = (0..<5).map { reading(.temperature, 20, $0 * 60) }
    let second = (3..<8).map { reading(.temperature, 20, $0 * 60) }
    let outcomes = town.apply([
      uplink(first, receivedAt: noon + .seconds(240)), uplink(second, receivedAt: noon + .seconds(420)),
      uplink(second, receivedAt: noon + .seconds(500)), uplink(first, receivedAt: noon + .seconds(510)),
    ])
    #expect(outcomes.map(\.verdict) == [.accepted, .accepted, .duplicate, .duplicate])
    #expect(outcomes[1].readings.map(\.reading) == Array(second[2...]))
    #expect(town.device(at: noon).uplinks == 2)
    #expect(town.device(at: noon).duplicates == 2)
  }

  @Test("A message without readings is a sign of life")
  func signOfLife() throws {
    var town = try Town()
    let outcomes = town.apply([uplink([], receivedAt: noon), uplink([], receivedAt: noon)])
    #expect(outcomes.map(\.verdict) == [.accepted, .accepted])
    #expect(town.device(at: noon).heardAt == noon)
  }

  @Test("A late reading is kept and flagged, and nothing live changes")
  func late() throws {
    var town = try Town(.gateway)
    town.apply(uplink([reading(.co2, 500, 600)], counter: 2, receivedAt: noon + .seconds(600)))
    let outcome = town.apply(
      uplink([reading(.co2, 900)], counter: 1, receivedAt: noon, arrivedAt: noon + .seconds(700)))
    #expect(outcome.verdict == .accepted)
    #expect(outcome.readings.first == AppliedReading(reading: reading(.co2, 900), flags: .late))
    #expect(town.values() == [.co2: 500, .deliveryRatio: 100])
    #expect(town.city.counters.late == 1)
  }

  @Test(
    "What can't be true is kept and flagged, and never live",
    arguments: [
      (Quantity.co2, -1.0), (.co2, 65_535), (.humidity, 101), (.temperature, -273), (.occupied, 2),
      (.fillLevel, -0.1), (.co2, .nan), (.co2, .infinity),
    ])
  func implausible(quantity: Quantity, value: Double) throws {
    var town = try Town()
    let outcome = town.apply(
      uplink([reading(quantity, value), reading(.battery, 50)], counter: 1, receivedAt: noon))
    #expect(outcome.readings.map(\.flags) == [.implausible, []])
    #expect(town.values() == [.battery: 50])
    #expect(town.city.counters.implausible == 1)
  }

  @Test("A clock may be two minutes ahead; what is further ahead is kept, flagged, and never live")
  func future() throws {
    var town = try Town(.gateway)
    let outcome = town.apply(
      uplink([reading(.co2, 500, 120), reading(.humidity, 50, 121)], counter: 1, receivedAt: noon))
    #expect(outcome.readings.map(\.flags) == [[], .future])
    #expect(town.values() == [.co2: 500])
  }

  @Test("A network server whose clock was ahead once does not make what follows look old")
  func futureNetworkTime() throws {
    var town = try Town()
    let ahead = noon + .seconds(400 * 86_400)
    let outcomes = town.apply([
      uplink([], counter: 9, receivedAt: ahead, arrivedAt: noon) {
        $0.session = 1
        $0.rssi = -100
      },
      uplink([], counter: 0, receivedAt: noon + .seconds(60)) {
        $0.session = 2
        $0.rssi = -90
      },
    ])
    #expect(outcomes.map(\.verdict) == [.accepted, .accepted])
    #expect(outcomes[0].readings.map(\.flags) == [[.future, .derived]])
    #expect(outcomes[1].readings.allSatisfy { $0.flags == .derived })
    #expect(town.device(at: noon).rssi == -90)
    #expect(town.values() == [.rssi: -90, .deliveryRatio: 100])
  }

  @Test("A restart is seen also after a message from a server whose clock was ahead")
  func futureNetworkTimeBeforeARestart() throws {
    var town = try Town()
    let outcomes = town.apply([
      uplink([], counter: 1000, receivedAt: noon + .seconds(400 * 86_400), arrivedAt: noon),
      uplink([], counter: 0, receivedAt: noon + .seconds(900)),
    ])
    #expect(outcomes.map(\.verdict) == [.accepted, .accepted])
  }

  @Test("The signal is a reading; it belongs to the newest uplink, whatever comes late")
  func signal() throws {
    var town = try Town()
    town.apply(
      uplink([], counter: 2, receivedAt: noon + .seconds(60)) {
        $0.rssi = -90
        $0.snr = 7.5
        $0.gateway = DeviceKey(value: 5)
      })
    town.apply(
      uplink([], counter: 1, receivedAt: noon, arrivedAt: noon + .seconds(90)) {
        $0.rssi = -110
        $0.gateway = DeviceKey(value: 6)
      })
    #expect(town.values() == [.rssi: -90, .snr: 7.5, .deliveryRatio: 100])
    let view = town.device(at: noon)
    #expect(view.rssi == -90)
    #expect(view.snr == 7.5)
    #expect(view.gateway == DeviceKey(value: 5))
  }

  @Test("A container's level follows from the distance, at the same time and with the same fate")
  func fillLevel() throws {
    var town = try Town(.container, parameters: ["empty_mm": "1500", "full_mm": "200"])
    let outcome = town.apply(uplink([reading(.distance, 460)], counter: 1, receivedAt: noon))
    #expect(outcome.readings.map(\.reading) == [reading(.distance, 460), reading(.fillLevel, 80)])
    #expect(outcome.readings.map(\.flags) == [[], .derived])
    let late = town.apply(
      uplink([reading(.distance, 1500, -60)], counter: 0, receivedAt: noon - .seconds(60), arrivedAt: noon))
    #expect(late.readings.map(\.flags).prefix(2) == [.late, [.late, .derived]])
    #expect(town.values() == [.distance: 460, .fillLevel: 80, .deliveryRatio: 100])
    let broken = town.apply(
      uplink([reading(.distance, 65_535, 60)], counter: 2, receivedAt: noon + .seconds(60)))
    #expect(broken.readings.map(\.flags) == [.implausible], "nothing follows from what can't be true")
  }

  @Test("Messages that waited and come all at once teach no cadence")
  func backlog() throws {
    var town = try Town()
    for number in 0..<200 {
      town.apply(
        uplink(
          [], counter: UInt32(number), receivedAt: noon + .seconds(900 * number),
          arrivedAt: noon + .seconds(180_000)))
    }
    let view = town.device(at: noon + .seconds(180_000 + 1800))
    #expect(!view.isSilent)
    #expect((view.cadence ?? .zero) >= .seconds(900))
  }

  @Test func silence() throws {
    var town = try Town()
    #expect(town.city.assetState(0, at: noon) == .unknown)
    for number in 0..<50 {
      town.apply(uplink([], counter: UInt32(number), receivedAt: noon + .seconds(900 * number)))
    }
    let last = noon + .seconds(900 * 49)
    #expect(!town.device(at: last + .seconds(2700)).isSilent)
    #expect(town.city.assetState(0, at: last + .seconds(2700)) == .ok)
    #expect(town.device(at: last + .seconds(4000)).isSilent)
    #expect(town.city.assetState(0, at: last + .seconds(4000)) == .silent)
    let counts = town.city.deviceCounts(at: last + .seconds(4000))
    #expect(counts.heard == 1)
    #expect(counts.silent == 1)
  }

  @Test("Frames that never came lower the delivery ratio")
  func deliveryRatio() throws {
    var town = try Town()
    for number in [1, 2, 4, 5] as [UInt32] {
      town.apply(uplink([], counter: number, receivedAt: noon + .seconds(60 * Int(number))))
    }
    #expect(town.device(at: noon).deliveryRatio == 80)
    town.apply(uplink([], counter: 3, receivedAt: noon + .seconds(180), arrivedAt: noon + .seconds(900)))
    #expect(town.device(at: noon).deliveryRatio == 100)
  }

  @Test("The books balance")
  func books() throws {
    var town = try Town()
    var counters = town.city.counters
    counters.reject(.encrypted)
    counters.reject(.encrypted)
    counters.reject(.badTime)
    #expect(counters.rejected(.encrypted) == 2)
    #expect(counters.rejected(.badTime) == 1)
    #expect(counters.rejectedTotal == 3)
    #expect(Rejection.allCases.map { counters.rejected($0) }.reduce(0, +) == 3)
    town.apply(.tick(noon))
    #expect(town.city.counters == IngestCounters())
  }
}
