import Foundation
import Testing
import Wire

/// Devices that say more than they should, and many that nobody knows.
@Suite struct MadDeviceTests {
  private static func flood(_ town: Town, devices: Int, messages: Int) throws -> Int32 {
    try town.launch(
      "belfry-sim",
      [
        "flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "\(devices)", "--count",
        "\(messages)",
      ], log: "flood.log"
    ).wait()
  }

  @Test func aMadDeviceIsHeldToItsQuotaAndOthersAreHeard() throws {
    let town = try Town(
      assets: Town.assets + "r3,room,Classe 3,Centre,,,70b3d57ed0000000,elsys,\n")
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      text + "limits: {device_messages_per_second: 1, device_burst: 50}\n", to: "belfry.yaml")
    try town.startBroker()
    try town.startDaemon()
    #expect(try Self.flood(town, devices: 1, messages: 3000) == 0)
    try town.publish(
      Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    let ingest = try town.settle(received: 3001)
    let refused = try #require(ingest.rejected["over_quota"])
    #expect(refused >= 2500)
    #expect(ingest.decoded == 3001 - refused)
    #expect(try town.asset("c1").readings["distance"]?.value == 300)
    let kept = try town.number("SELECT count(*) FROM quarantine WHERE reason = 'over_quota'")
    #expect((1...5000).contains(kept))
    let doctor = try town.belfry("doctor")
    #expect(doctor.output.contains("a device sends more than it may"))
    let metrics = String(decoding: try town.ask("/metrics").body, as: UTF8.self)
    #expect(metrics.contains("belfry_messages_rejected_total{reason=\"over_quota\"} \(refused)"))
  }

  @Test func unknownDevicesAreCountedAndOnlyTheLastAreListed() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    #expect(try Self.flood(town, devices: 5000, messages: 5000) == 0)
    #expect(try town.settle(received: 5000).unknownDevice == 5000)
    let listed = try town.get(Page<DeviceObject>.self, "/v1/devices?state=unknown&limit=10000").items
    #expect((1...1000).contains(listed.count))
  }
}
