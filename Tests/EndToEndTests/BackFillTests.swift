import Foundation
import Model
import Synchronization
import Testing
import Wire

/// What a Things Stack stored while its broker could not be heard, from a server that plays its Storage Integration.
@Suite struct BackFillTests {
  /// Keeps uplinks as the Storage Integration does, and hands them out page by page.
  private final class Storage: Sendable {
    private let kept = Mutex<[(receivedAt: String, json: String)]>([])

    func keep(_ json: String) throws {
      struct Times: Decodable { let received_at: String }
      let at = try JSONDecoder().decode(Times.self, from: Data(json.utf8)).received_at
      kept.withLock { $0.append((at, json)) }
    }

    func answer(_ request: HookServer.Request) -> String {
      let path = request.head.split(separator: " ")[1]
      let query = path.split(separator: "?").last ?? ""
      let after = query.split(separator: "&").first { $0.hasPrefix("after=") }?.dropFirst(6) ?? ""
      let pending = kept.withLock { $0 }.filter { $0.receivedAt > after }
        .sorted { $0.receivedAt < $1.receivedAt }
      return pending.prefix(1000).map { "{\"result\":\($0.json)}\n" }.joined(separator: "\n")
    }
  }

  private static func town(_ server: HookServer) throws -> Town {
    let town = try Town()
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    let storage = """
          storage_integration:
            {url: "http://127.0.0.1:\(server.port)", application: city, key_file: key, delay: 0s}
          subscribe:
      """
    try town.write(
      text.replacingOccurrences(of: "    subscribe:", with: storage), to: "belfry.yaml")
    try town.write("NNSXS.KEY\n", to: "key")
    try town.startBroker()
    return town
  }

  private static func level(_ counter: Int, minutesAgo: Int, distance: Int = 1400) -> String {
    let now = Timestamp.measured()
    return Messages.level(distance: distance, counter: counter, at: now - .seconds(60 * minutesAgo))
  }

  /// The counters of the container's uplinks in the history, in the order in which they came.
  private static func counters(_ town: Town) throws -> [Int] {
    try town.texts("SELECT frame_counter FROM uplink ORDER BY number").compactMap { Int($0) }
  }

  @Test func whatWasMissedIsFetchedOnceAndCallsNobody() throws {
    let storage = Storage()
    let server = try HookServer { storage.answer($0) }
    defer { server.close() }
    let town = try Self.town(server)
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Self.level(1, minutesAgo: 2))
    try eventually("the first is stored") { try Self.counters(town) == [1] }
    try eventually("the start has asked") { server.taken.count == 1 }
    let path = "/api/v3/as/applications/city/packages/storage/uplink_message?"
    #expect(server.taken[0].head.hasPrefix("GET \(path)"))
    #expect(server.taken[0].header("authorization") == "Bearer NNSXS.KEY")

    // The broker goes; what comes meanwhile only the storage has: the container is full for a while.
    town.stopBroker()
    for (counter, distance) in [(1, 1400), (2, 250), (3, 250), (4, 1400)] {
      try storage.keep(Self.level(counter, minutesAgo: 2 - counter / 3, distance: distance))
    }
    try town.startBroker()
    try town.awaitSubscriptions()
    try town.publish(Messages.topic(Messages.container), Self.level(5, minutesAgo: 0))
    try eventually("all are stored") { try Set(Self.counters(town)) == [1, 2, 3, 4, 5] }
    #expect(try Self.counters(town).count == 5, "none twice")
    try eventually("all is dealt with") {
      let ingest = try town.status().ingest
      return ingest.received == ingest.committed && ingest.duplicates >= 1
    }
    let alerts = try town.get(Page<AlertObject>.self, "/v1/alerts/history").items
    #expect(!alerts.contains { $0.state == "firing" && !$0.historical }, "\(alerts)")
    #expect(!town.log.contains("NNSXS.KEY"))
  }

  @Test func anOutageThatEndsWithAKillIsMadeUpFor() throws {
    let storage = Storage()
    let server = try HookServer(.refuses) { storage.answer($0) }
    defer { server.close() }
    let town = try Self.town(server)
    try town.startDaemon()
    try eventually("the storage refuses") { town.log.contains("the stored uplinks can't be fetched") }
    try town.killDaemon()
    for counter in 1...3 { try storage.keep(Self.level(counter, minutesAgo: 0)) }
    server.become(.takes)
    try town.startDaemon()
    try eventually("all are stored") { try Self.counters(town) == [1, 2, 3] }
  }

  @Test func moreThanAPageComesWhole() throws {
    let storage = Storage()
    let server = try HookServer { storage.answer($0) }
    defer { server.close() }
    let town = try Self.town(server)
    let now = Timestamp.measured()
    for number in 0..<2500 {
      let eui = number % 2 == 0 ? Messages.container : Messages.room
      let at = now - .milliseconds(3000 - number)
      let payload = eui == Messages.room ? "0100e2" : "01755c"
      try storage.keep(Messages.uplink(eui, port: 85, counter: number / 2, payload, at: at))
    }
    try town.startDaemon()
    try eventually("all are stored") { try Self.counters(town).count == 2500 }
    #expect(server.taken.count >= 3)
  }
}
