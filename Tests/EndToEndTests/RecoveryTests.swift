import Foundation
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
