import Foundation
import Testing
import Wire

/// What the daemon acknowledges is on disk; what the broker brings again is known.
@Suite struct RedeliveryTests {
  @Test func whatIsOnDiskButNotAcknowledgedIsKnownAgain() throws {
    let town = try Town()
    try town.startBroker()
    let relay = try Relay(toPort: town.port)
    defer { relay.close() }
    try town.configure(brokerPort: relay.port)
    try town.startDaemon()
    relay.hold()
    for (counter, distance) in [1400, 800, 300].enumerated() {
      try town.publish(
        Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter))
    }
    try town.publish(
      "nbiot/867723030711443/senml", #"[{"bt":1795000000,"n":"co2","u":"ppm","v":1250}]"#)
    try town.publish(Messages.topic(Messages.bay), "{")
    #expect(try town.settle(received: 5).decoded == 4)
    #expect(try town.number("SELECT count(*) FROM transition") == 3)
    let assets = try town.get(Page<AssetObject>.self, "/v1/assets").items
    let alerts = try town.alerts()
    #expect(alerts.map(\.state) == ["firing", "pending"])
    let readings = try town.status().storage.readings

    try town.killDaemon()
    relay.letThrough()
    try town.startDaemon()
    let ingest = try town.settle(received: 5)
    #expect(ingest.duplicates == 4)
    #expect(ingest.rejected == ["malformed_json": 1])
    #expect(try town.get(Page<AssetObject>.self, "/v1/assets").items == assets)
    #expect(try town.alerts() == alerts)
    #expect(try town.status().storage.readings == readings)
    #expect(try town.number("SELECT count(*) FROM uplink") == 4)
    #expect(try town.number("SELECT count(*) FROM transition") == 3)
  }

  @Test func whatIsNotOnDiskIsNotAcknowledged() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.whileNobodyWrites {
      for counter in 1...3 {
        try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: counter))
      }
      try eventually("the messages are in the daemon") { try town.status().ingest.received == 3 }
      #expect(try town.status().ingest.committed == 0)
      #expect(try town.asset("c1").state == "alert", "those who look see what is not on disk yet")
      try town.killDaemon()
    }
    try town.startDaemon()
    #expect(try town.settle(received: 3).decoded == 3)
    #expect(try town.number("SELECT count(*) FROM uplink") == 3)
  }

  @Test func endingUnderLoadBringsNothingTwice() throws {
    let town = try Town(assets: Flood.assets)
    try town.startBroker()
    try town.startDaemon()
    let flood = try Flood.start(in: town)
    var ends = 0
    while flood.isRunning {
      try eventually("messages come") { try town.status().ingest.committed > 300 || !flood.isRunning }
      #expect(try town.status().ingest.duplicates == 0)
      #expect(try town.stopDaemon() == 0)
      #expect(!town.log.contains("did not end in time"))
      ends += 1
      try town.startDaemon()
    }
    #expect(flood.wait() == 0)
    #expect(ends > 1)
    try Flood.expectWhole(in: town)
    #expect(try town.status().ingest.duplicates == 0)
  }
}

/// Many messages of twenty devices, without a fault.
private enum Flood {
  static let devices = 20
  static let messages = 6000
  static let perSecond = 1500

  /// The devices that `belfry-sim flood` plays.
  static let assets: String = {
    let rows = (0..<devices).map { "r\($0),room,Room \($0),,,,70b3d57ed00000\(twoDigits($0)),elsys," }
    return "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
      + rows.joined(separator: "\n") + "\n"
  }()

  private static func twoDigits(_ number: Int) -> String { String(format: "%02x", number) }

  static func start(in town: Town) throws -> ChildProcess {
    try town.launch(
      "belfry-sim",
      [
        "flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "\(devices)", "--count",
        "\(messages)", "--rate", "\(perSecond)",
      ], log: "flood.log")
  }

  /// Looks that each message is in the history, and none twice.
  static func expectWhole(in town: Town) throws {
    try eventually("all messages are in the history") {
      try town.number("SELECT count(*) FROM uplink") >= messages
    }
    _ = try town.settle(received: try town.status().ingest.received)
    #expect(try town.number("SELECT count(*) FROM uplink") == messages)
    #expect(
      try town.number("SELECT count(*) FROM (SELECT DISTINCT device, frame_counter FROM uplink)") == messages)
    #expect(try town.number("SELECT readings FROM progress") == town.status().storage.readings)
  }
}
