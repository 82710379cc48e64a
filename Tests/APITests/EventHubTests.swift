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

  private func alert() -> LiveEvent.Content {
    let alert = AlertObject(
      id: "x", rule: "r", asset: "a", severity: .warning, state: .firing, summary: "", value: nil, since: nil)
    return .alert(AlertEvent(alert: alert, transition: "firing"))
  }

  /// All ids that a stream brings until it ends.
  private func ids(_ events: AsyncStream<LiveEvent>) async -> [UInt64] {
    var ids: [UInt64] = []
    for await event in events { ids.append(event.id) }
    return ids
  }

  @Test func eachIsToldWhatItAskedFor() async throws {
    hub.publish([reading(1)])
    let everything = try #require(hub.watch(Self.all, after: nil))
    let alerts = try #require(hub.watch([.alert], after: nil))
    hub.publish([reading(2), alert(), reading(3)])
    hub.close()
    #expect(await ids(everything.events) == [2, 3, 4], "what was before is not told")
    #expect(await ids(alerts.events) == [3])
    #expect(everything.missed.take() == 0)
  }

  @Test func whoComesBackIsToldWhatWasRemembered() async throws {
    hub.publish([reading(1), alert(), reading(2), alert()])
    let all = try #require(hub.watch(Self.all, after: 1))
    let alerts = try #require(hub.watch([.alert], after: 2))
    let fromTheFuture = try #require(hub.watch(Self.all, after: 1000))
    hub.publish([alert()])
    hub.close()
    #expect(await ids(all.events) == [2, 3, 4, 5])
    #expect(await ids(alerts.events) == [4, 5])
    #expect(await ids(fromTheFuture.events) == [5])
  }

  @Test func theSlowAreToldHowMuchTheyMissed() async throws {
    let slow = try #require(hub.watch(Self.all, after: nil))
    for value in 0..<EventHub.backlogLimit + 25 { hub.publish([reading(Double(value))]) }
    hub.close()
    #expect(slow.missed.take() == 25)
    #expect(slow.missed.take() == 0, "told once")
    #expect(await ids(slow.events) == Array(1...UInt64(EventHub.backlogLimit)))
  }

  @Test func theMemoryIsBounded() async throws {
    let count = EventHub.memory * 2 + 1
    for value in 0..<count { hub.publish([reading(Double(value))]) }
    let returning = try #require(hub.watch(Self.all, after: 0))
    hub.close()
    let told = await ids(returning.events)
    #expect(told.first == UInt64(count - EventHub.memory + 1))
    #expect(told.count == EventHub.backlogLimit)
    #expect(returning.missed.take() == EventHub.memory - EventHub.backlogLimit)
  }

  @Test func thereIsRoomAgainWhenOneGoes() async throws {
    var watching = try (0..<EventHub.watcherLimit).map { _ in try #require(hub.watch(Self.all, after: nil)) }
    #expect(hub.watch(Self.all, after: nil) == nil)
    // The stream ends with the task that reads it.
    let events = watching.removeLast().events
    let reader = Task { for await _ in events {} }
    reader.cancel()
    await reader.value
    #expect(hub.watch(Self.all, after: nil) != nil)
  }

  @Test func afterTheEndNobodyWatches() {
    hub.close()
    #expect(hub.watch(Self.all, after: nil) == nil)
  }
}
