@testable import Core
import Model
import Testing

@Suite struct DerivedReadingTests {
  private func occupied(_ value: Double, _ second: Int, arrivedAt: Int? = nil) -> Event {
    let at = noon + .seconds(second)
    return uplink(
      [Reading(.occupied, value, at: at)], counter: nil, receivedAt: at,
      arrivedAt: noon + .seconds(arrivedAt ?? second))
  }

  @Test("A stay is a live reading that grows, and stays in the history when it ends")
  func parking() throws {
    var town = try Town(.parkingBay, parameters: ["free_minutes": "30"])
    let first = town.apply(occupied(1, 0))
    #expect(
      first.readings.map(\.reading.quantity) == [.occupied, .occupiedFor, .overstay, .confirmedOverstay])
    #expect(first.readings.map(\.flags) == [[], .derived, .derived, .derived])
    town.apply(.tick(noon + .seconds(2700)))
    #expect(town.values()[.occupiedFor] == 45)
    #expect(town.values()[.overstay] == 15)
    #expect(town.values()[.confirmedOverstay] == 0, "as far as the sensor has said")
    let last = town.apply(occupied(0, 3000)).readings.map(\.reading)
    #expect(last.contains(Reading(.stay, 50, at: noon + .seconds(3000))))
    #expect(last.contains(Reading(.stayOver, 20, at: noon + .seconds(3000))))
    #expect(town.values()[.occupiedFor] == 0)
  }

  @Test("A late reading corrects what was said of its time, also what is live")
  func correction() throws {
    var town = try Town(.parkingBay, parameters: ["free_minutes": "30"])
    town.apply([occupied(1, 0), occupied(0, 3600)])
    #expect(town.values()[.stay] == 60)
    let late = town.apply(occupied(0, 1200, arrivedAt: 3700)).readings.filter {
      $0.reading.quantity == .stay && $0.reading.value > 0
    }
    #expect(late.map(\.reading) == [Reading(.stay, 20, at: noon + .seconds(1200))])
    #expect(town.values()[.stay] == 0, "there was none at that time")
    town.apply(occupied(1, 2400, arrivedAt: 3800))
    #expect(town.values()[.stay] == 20)
  }

  @Test(
    "A frame that is missing makes a stay uncertain until it comes; one that says nothing of the bay is not missing"
  )
  func missingFrame() throws {
    func frame(_ counter: UInt32, _ occupied: Double?, arrivedAt: Int) -> Event {
      let at = noon + .seconds(600 * Int(counter))
      let readings = occupied.map { [Reading(.occupied, $0, at: at)] } ?? [Reading(.temperature, 9, at: at)]
      return uplink(readings, counter: counter, receivedAt: at, arrivedAt: noon + .seconds(arrivedAt)) {
        $0.rssi = -90
      }
    }
    var town = try Town(.parkingBay, parameters: ["free_minutes": "30"])
    town.apply([frame(0, 1, arrivedAt: 0), frame(1, nil, arrivedAt: 600), frame(4, 1, arrivedAt: 2400)])
    #expect(town.values()[.confirmedOverstay] == 0)
    #expect(town.values()[.occupiedFor] == 40)
    town.apply([frame(2, nil, arrivedAt: 2500), frame(3, 1, arrivedAt: 2501)])
    #expect(town.values()[.confirmedOverstay] == 10)
  }

  @Test("The delivery ratio is that of the last frames, said when it changes and twice a day")
  func delivery() throws {
    var town = try Town()
    func frame(_ counter: UInt32) -> [Double] {
      town.apply(uplink([], counter: counter, receivedAt: noon + .seconds(60 * Int(counter)))).readings
        .map(\.reading).filter { $0.quantity == .deliveryRatio }.map(\.value)
    }
    #expect(frame(1) == [])
    #expect(frame(2) == [100])
    #expect(frame(3) == [])
    #expect(frame(5) == [80])
    #expect(frame(6).count == 1)
    let quiet = (7...1500 as ClosedRange<UInt32>).map { frame($0) }.suffix(1000)
    #expect(quiet.flatMap { $0 } == [100], "once in these 1000 minutes")
    #expect(town.values()[.deliveryRatio] == 100, "long ago")
    #expect(town.device(at: noon + .seconds(90_000)).deliveryRatio == 100)
  }

  @Test("The share of the messages that pass the checks is said from the sixteenth on")
  func validity() throws {
    var town = try Town()
    func message(_ counter: UInt32, _ co2: Double) -> [Double] {
      let at = noon + .seconds(60 * Int(counter))
      return town.apply(uplink([Reading(.co2, co2, at: at)], counter: counter, receivedAt: at)).readings
        .map(\.reading).filter { $0.quantity == .validRatio }.map(\.value)
    }
    let first = (1...16 as ClosedRange<UInt32>).flatMap { message($0, $0 == 3 ? 60_000 : 500 + Double($0)) }
    #expect(first == [93.75])
    #expect(message(17, 520) == [100 * 16 / 17.0])
    let later = (18...131 as ClosedRange<UInt32>).flatMap { message($0, 500 + Double($0 % 7)) }
    #expect(later.last == 100, "the one that did not pass is 128 messages ago")
  }

  @Test("A frame that comes late makes the ratio of now better")
  func lateFrame() throws {
    var town = try Town()
    for counter in [1, 2, 4] as [UInt32] {
      town.apply(uplink([], counter: counter, receivedAt: noon + .seconds(60 * Int(counter))))
    }
    #expect(town.values()[.deliveryRatio] == 75)
    town.apply(uplink([], counter: 3, receivedAt: noon + .seconds(180), arrivedAt: noon + .seconds(600)))
    #expect(town.values()[.deliveryRatio] == 100)
  }
}
