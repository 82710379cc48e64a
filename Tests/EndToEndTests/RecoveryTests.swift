import Foundation
import Model
import Randomness
import Testing
import Wire

/// The daemon comes and goes; nothing that it acknowledged is lost, and nothing counts twice.
@Suite struct RecoveryTests {
  @Test func aKillChangesNothing() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    try town.publish(Messages.topic(Messages.bay), Messages.uplink(Messages.bay, port: 1, counter: 1, "00"))
    try town.publish("nbiot/867723030711443/senml", #"[{"n":"co2","u":"ppm","v":1250}]"#)
    _ = try town.settle(received: 3)
    let id = try #require(try town.alerts().first { $0.state == "firing" }?.id)
    #expect(try town.belfry("alert", "acknowledge", id, "--comment", "on my way").status == 0)
    #expect(try town.belfry("alert", "shelve", id, "--for", "2h").status == 0)
    let assets = try town.get(Page<AssetObject>.self, "/v1/assets").items
    let alerts = try town.alerts()
    let readings = try town.status().storage.readings

    try town.killDaemon()
    // What comes meanwhile waits in the broker; what came before may come again.
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 250, counter: 2))
    try town.startDaemon()
    let ingest = try town.settle(received: 1)
    #expect(ingest.decoded == 1)
    let after = try town.get(Page<AssetObject>.self, "/v1/assets").items
    #expect(Array(after.dropFirst()) == Array(assets.dropFirst()))
    #expect(after.first?.readings["distance"]?.value == 250)
    let again = try town.alerts()
    #expect(again.map(\.id) == alerts.map(\.id))
    #expect(again.map(\.state) == alerts.map(\.state))
    #expect(again.map(\.acknowledged) == alerts.map(\.acknowledged))
    #expect(again.map(\.shelved) == alerts.map(\.shelved))
    #expect(again.map(\.since) == alerts.map(\.since))

    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 250, counter: 2))
    #expect(try town.settle(received: 2).duplicates == 1)
    #expect(try town.status().storage.readings == readings + 7)
  }

  /// What a city knows, line by line: how its assets are, and every step that its alerts have made, pending ones included.
  private func knowledge(of town: Town) throws -> Set<String> {
    let steps = try town.texts("SELECT alert || ' ' || state || ' ' || at FROM transition")
    let readings = try town.get(Page<AssetObject>.self, "/v1/assets").items.flatMap { asset in
      // How long a bay is occupied grows while one looks; the share of good messages has the time at which the last arrived.
      asset.readings.filter { !["occupied_for", "overstay", "valid_ratio"].contains($0.key) }
        .map { "\(asset.id) \($0.key) \($0.value.value) \($0.value.at)" }
    }
    return Set(steps + readings)
  }

  @Test(
    "However often the daemon is killed meanwhile, what it knows is what one knows that never was",
    arguments: [1, 2, 3])
  func killsAnywhereChangeNothing(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let (killed, calm) = (try Town(), try Town())
    for town in [killed, calm] {
      try town.startBroker()
      try town.startDaemon()
    }
    let count = 90
    let kills = Set((0..<6).map { _ in Int.random(in: 1..<count, using: &random) })
    var at = Timestamp.measured() - .seconds(3 * 3600)
    for number in 1...count {
      at = at + .seconds(Int.random(in: 30..<110, using: &random))
      let (topic, message): (String, String)
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        let distance = Int.random(in: 200..<1500, using: &random)
        (topic, message) = (
          Messages.topic(Messages.container), Messages.level(distance: distance, counter: number, at: at)
        )
      case 1:
        let isOccupied = Bool.random(using: &random) ? "01" : "00"
        (topic, message) = (
          Messages.topic(Messages.bay),
          Messages.uplink(Messages.bay, port: 1, counter: number, isOccupied, at: at)
        )
      default:
        let co2 = Int.random(in: 950..<1300, using: &random)
        let seconds = Double(at.nanoseconds) / 1e9
        (topic, message) = (
          "nbiot/867723030711443/senml", #"[{"bt":\#(seconds),"n":"co2","u":"ppm","v":\#(co2)}]"#
        )
      }
      for town in [killed, calm] { try town.publish(topic, message) }
      guard kills.contains(number) else { continue }
      try killed.killDaemon()
      try killed.startDaemon()
    }
    _ = try calm.settle(received: count)
    let expected = try knowledge(of: calm)
    #expect(expected.contains { $0.contains(" firing ") } && expected.contains { $0.contains("r2 co2") })
    try eventually("everything is there") { try killed.number("SELECT count(*) FROM uplink") == count }
    let found = try knowledge(of: killed)
    #expect(found.subtracting(expected).sorted() == [])
    #expect(expected.subtracting(found).sorted() == [])
    // And nobody knows it only because it is the same daemon still.
    try killed.killDaemon()
    try killed.startDaemon()
    #expect(try knowledge(of: killed) == found)
  }

  @Test func endingIsCleanAndQuick() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let watcher = try #require(UnixSocket.connected(to: town.socket))
    watcher.send("GET /v1/events HTTP/1.1\r\nHost: belfry\r\n\r\n")
    _ = watcher.receive()
    #expect(try town.stopDaemon() == 0)
    #expect(!FileManager.default.fileExists(atPath: town.socket))
    try town.startDaemon()
    #expect(try town.status().ingest.received == 0, "nothing was delivered again")
    #expect(try town.asset("c1").readings["distance"]?.value == 300)
  }

  @Test func twoDaemonsDoNotShareAHistory() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let second = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(second.status == 1)
    #expect(second.errors.contains("is in use by process"))
    #expect(try town.status().ready)
  }

  @Test func aKilledDaemonsSocketIsTakenOver() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.killDaemon()
    #expect(FileManager.default.fileExists(atPath: town.socket))
    try town.startDaemon()
    #expect(try town.status().ready)
  }

  @Test func theBrokerComesAndGoes() throws {
    let town = try Town()
    try town.startDaemon()
    #expect(try town.status().brokers.map(\.connected) == [false])
    #expect(try town.ask("/-/ready").status == 200)
    try town.startBroker()
    try eventually("connected") { try town.status().brokers[0].connected }
    town.stopBroker()
    try eventually("not connected") { try !town.status().brokers[0].connected }
    try town.startBroker()
    try eventually("connected again") { try town.status().brokers[0].connected }
    try town.awaitSubscriptions()
    #expect(try town.status().brokers[0].reconnects > 0)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    #expect(try town.settle(received: 1).decoded == 1)
  }
}
