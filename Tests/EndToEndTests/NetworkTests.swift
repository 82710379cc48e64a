import Foundation
import Testing
import Wire

/// What stands between the devices and the daemon.
@Suite struct NetworkTests {
  private static let rules = """
    rules:
      - alert: broker-lost
        per: broker
        when: not connected()
        summary: "no connection to {name}, and to {assets}"

    """

  @Test func aLostBrokerIsOneAlertThatEndsWhenItIsBack() throws {
    let town = try Town(rules: Self.rules)
    try town.startBroker()
    try town.startDaemon()
    #expect(try town.alerts().isEmpty)
    town.stopBroker()
    try eventually("the loss is told") { try town.alerts().map(\.state) == ["firing"] }
    let alert = try #require(try town.alerts().first)
    #expect(alert.asset == "mqtt://127.0.0.1:\(town.port)")
    #expect(alert.summary == "no connection to mqtt://127.0.0.1:\(town.port), and to no asset")

    // The history knows of it: the daemon that comes back has the same alert, still without a broker.
    try town.killDaemon()
    try town.startDaemon()
    let after = try town.alerts()
    #expect(after.map(\.id) == [alert.id])
    #expect(after.map(\.state) == ["firing"])

    try town.startBroker()
    try eventually("the return is told") { try town.alerts().map(\.state) == ["resolved"] }
    #expect(try town.alerts().map(\.id) == [alert.id])
  }

  @Test func aLostBrokerNamesWhatIsBehindItAndNothingElse() throws {
    let (town, other) = (try Town(rules: Self.rules), try Town())
    try town.startBroker()
    try other.startBroker()
    try town.listenToo(to: other)
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    try other.publish(Messages.topic(Messages.bay), Messages.uplink(Messages.bay, port: 1, counter: 1, "01"))
    _ = try town.settle(received: 2)

    // It knows from its history, too.
    try town.killDaemon()
    try town.startDaemon()
    try eventually("both connected") { try town.status().brokers.map(\.connected) == [true, true] }
    other.stopBroker()
    try eventually("the loss is told") { try town.alerts().map(\.state) == ["firing"] }
    let alert = try #require(try town.alerts().first)
    #expect(alert.summary == "no connection to mqtt://127.0.0.1:\(other.port), and to Rue Léopold 1")

    // Brokers are what only a restart changes, however often the rest is read anew.
    try town.configure()
    for _ in 0..<2 { #expect(try town.belfry("reload").output.contains("mqtt"), "it says what it left") }
    #expect(try town.alerts().map(\.state) == ["firing"])
    try town.killDaemon()
    try town.startDaemon()
    #expect(try town.alerts().map(\.state) == ["resolved"], "nobody listens to it any more")
  }

  @Test func whoHeardAnUplinkIsKept() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(
      Messages.topic(Messages.container),
      Messages.level(distance: 300, counter: 1).replacing(
        #""rx_metadata":["#,
        with: #""rx_metadata":[{"gateway_ids":{"gateway_id":"a","eui":"A84041FFFF000001"},"rssi":-110},"#))
    _ = try town.settle(received: 1)
    #expect(try town.number("SELECT length(gateways) FROM uplink") == 8)
  }
}
