import Core
import Model
import Testing
import Wire

@testable import API

/// Those who watch: what each is told, and what becomes of the slow, the late and the many.
@Suite struct EventHubTests {
  private let hub = EventHub(
    CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", assets: [Asset(id: "a", kind: .room, name: "a")],
      devices: [Device(id: "d", codec: "elsys", asset: 0)]))

  private static let all = Set(LiveEvent.Kind.allCases)

  private func reading(_ value: Double) -> LiveEvent.Content {
    let at = Timestamp(seconds: 1_795_000_000)
    return .reading(LiveReading(device: 0, asset: 0, reading: Reading(.co2, value, at: at), arrivedAt: at))
  }

  private func alert() -> LiveEvent.Content { .object(.alert, LiveObject(["a": 1])) }

  /// All ids that a watch brings until it ends, and how many it missed.
  private func told(_ watch: EventHub.Watch) async -> (ids: [UInt64], missed: Int) {
    var ids: [UInt64] = []
    var missed = 0
    for await _ in watch.bell {
      while case let batch = watch.take(), !batch.events.isEmpty || batch.missed > 0 {
        ids += batch.events.map(\.id)
        missed += batch.missed
      }
    }
    return (ids, missed)
  }

  @Test func eachIsToldWhatItAskedFor() async throws {
    hub.publish([reading(1)])
    let everything = try #require(hub.watch(Self.all, after: nil))
    let alerts = try #require(hub.watch([.alert], after: nil))
    hub.publish([reading(2), alert(), reading(3)])
    hub.close()
    #expect(await told(everything) == ([2, 3, 4], 0), "what was before is not told")
    #expect(await told(alerts) == ([3], 0))
  }

  @Test func whoComesBackIsToldWhatWasRemembered() async throws {
    hub.publish([reading(1), alert(), reading(2), alert()])
    let all = try #require(hub.watch(Self.all, after: 1))
    let alerts = try #require(hub.watch([.alert], after: 2))
    let fromTheFuture = try #require(hub.watch(Self.all, after: 1000))
    hub.publish([alert()])
    hub.close()
    #expect(await told(all) == ([2, 3, 4, 5], 0))
    #expect(await told(alerts) == ([4, 5], 0))
    #expect(await told(fromTheFuture) == ([5], 0))
  }

  @Test func aDeviceIsToldWithTheNamesOfItsTime() throws {
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", assets: [Asset(id: "a", kind: .room, name: "a")],
      devices: [Device(id: "24e124713000000a", codec: "elsys", asset: 0)])
    let hub = EventHub(definition)
    var city = City(definition: definition, rules: [], indicators: [])
    var effects = Effects()
    let at = Timestamp(seconds: 1_795_000_000)
    var uplink = Uplink(device: definition.devices[0].key, receivedAt: at)
    (uplink.rssi, uplink.snr, uplink.gateway) = (-113.7, 5.2, DeviceKey(value: 0x24))
    let readings = [Reading(.battery, 99.6, at: at)]
    #expect(city.apply(uplink, device: 0, readings: readings.span, arrivedAt: at, &effects) == .accepted)
    let view = city.deviceView(0, at: at)
    let device = LiveDevice(view, device: 0, generation: 0, at: at)
    #expect(hub.event(device) == DeviceEvent(DeviceObject(view), at: WireTime(at)))
    for generation in UInt32(1)...4 { hub.note(definition, generation: generation) }
    #expect(hub.event(device) == nil, "nobody knows its names any more")
  }

  @Test func theSlowAreToldHowMuchTheyMissed() async throws {
    let slow = try #require(hub.watch(Self.all, after: nil))
    let count = EventHub.memory * 2 + 1
    hub.publish((0..<count).map { reading(Double($0)) })
    hub.publish([alert()])
    hub.close()
    let told = await told(slow)
    #expect(told.missed == count - EventHub.memory)
    #expect(told.ids.sorted() == Array(UInt64(told.missed + 1)...UInt64(count + 1)))
    #expect(slow.take().missed == 0, "told once")
  }

  /// Who comes back says the last id only: what is told behind a later one would be lost to it.
  @Test func eventsOfAllKindsComeInOrder() async throws {
    let watch = try #require(hub.watch(Self.all, after: nil))
    hub.publish((0..<EventHub.batchLimit * 3).map { reading(Double($0)) } + [alert(), reading(0)])
    hub.close()
    #expect(await told(watch) == (Array(1...UInt64(EventHub.batchLimit * 3 + 2)), 0))
  }

  @Test func readingsPushNoAlertOut() async throws {
    hub.publish([alert()])
    hub.publish((0..<EventHub.memory * 3).map { reading(Double($0)) })
    let returning = try #require(hub.watch([.alert], after: 0))
    hub.close()
    #expect(await told(returning) == ([1], 0))
  }

  @Test func whoComesBackTooLateIsToldSo() async throws {
    hub.publish((0..<EventHub.memory * 2 + 1).map { reading(Double($0)) })
    let returning = try #require(hub.watch(Self.all, after: 10))
    hub.close()
    let told = await told(returning)
    #expect(told.missed == EventHub.memory + 1 - 10)
    #expect(told.ids.count == EventHub.memory)
  }

  @Test func oneWhoTakesNothingHoldsNothing() throws {
    let stuck = try #require(hub.watch(Self.all, after: nil))
    for _ in 0..<100 { hub.publish((0..<1000).map { reading(Double($0)) }) }
    #expect(stuck.take().events.count == EventHub.batchLimit, "a part at a time")
  }

  @Test func thereIsSomethingToSayNowAndThen() throws {
    let watch = try #require(hub.watch(Self.all, after: nil))
    #expect(!watch.take().isToSayAnything)
    hub.keepAlive()
    #expect(watch.take().isToSayAnything)
    #expect(!watch.take().isToSayAnything, "once")
  }

  @Test func thereIsRoomAgainWhenOneGoes() throws {
    var watching = try (0..<EventHub.watcherLimit).map { _ in try #require(hub.watch(Self.all, after: nil)) }
    #expect(hub.watch(Self.all, after: nil) == nil)
    watching.removeLast()
    #expect(hub.watch(Self.all, after: nil) != nil)
  }

  @Test func afterTheEndNobodyWatches() {
    hub.close()
    #expect(hub.watch(Self.all, after: nil) == nil)
  }
}
