import Foundation
import Testing
import Wire

/// Values that come by name: from JSON of any shape, and from a network server's own decoder.
@Suite struct NamedValuesTests {
  private static let assets = """
    asset,kind,name,district,latitude,longitude,device,codec,parameters
    c1,container,Quai,Centre,50.645,5.573,acme-1,json,empty_mm=1500;full_mm=200
    r1,room,Classe 1,Centre,50.641,5.582,a81758fffe000001,network,field.t/in=temperature

    """

  @Test func theyAreReadAsTheConfigurationSays() throws {
    let town = try Town(
      assets: Self.assets,
      subscriptions: [
        ("acme/+/up", "json, time: /at, fields: {/level: distance cm}"), ("v3/+/devices/+/up", "tts-v3"),
      ])
    try town.startBroker()
    try town.startDaemon()
    try town.publish("acme/acme-1/up", #"{"level":"46","at":\#(Int(Date().timeIntervalSince1970))}"#)
    try town.publish(
      Messages.topic(Messages.room),
      Messages.uplink(Messages.room, port: 5, counter: 7, "00", decoded: #"{"co2":612,"t":{"in":21.5}}"#))
    // The same device where the server could not decode: its own bytes are not for us to guess.
    try town.publish(
      Messages.topic(Messages.room), Messages.uplink(Messages.room, port: 5, counter: 8, "0100ff"))
    try town.publish("acme/acme-1/up", #"{"level":50,"at":"yesterday"}"#)
    try town.publish("acme/acme-2/up", #"{"level":50}"#)
    let ingest = try town.settle(received: 5)
    #expect(ingest.decoded == 2)
    #expect(ingest.rejected == ["missing_field": 1, "bad_time": 1])
    #expect(ingest.unknownDevice == 1)
    #expect(try town.asset("c1").readings["distance"]?.value == 460)
    #expect(try town.asset("c1").readings["fill_level"]?.value == 80)
    let room = try town.asset("r1").readings
    #expect(room["co2"]?.value == 612)
    #expect(room["temperature"]?.value == 21.5)
  }

  @Test("Messages without a time that are read together come one after the other")
  func withoutTimes() throws {
    let town = try Town(
      assets: Self.assets, subscriptions: [("acme/+/up", "json, fields: {/level: distance cm}")])
    try town.startBroker()
    try town.startDaemon()
    try town.publish("acme/acme-1/up", #"{"level":40}"#)
    _ = try town.settle(received: 1)
    // The broker keeps them, and sends them at once.
    #expect(try town.stopDaemon() == 0)
    for level in [41, 42, 42, 43] { try town.publish("acme/acme-1/up", #"{"level":\#(level)}"#) }
    try town.startDaemon()
    let ingest = try town.settle(received: 4)
    #expect(ingest.decoded == 4)
    #expect(ingest.late == 0)
    #expect(ingest.duplicates == 0)
    #expect(try town.asset("c1").readings["distance"]?.value == 430)
  }
}
