import Foundation
import Testing
import Wire

/// From a published message to state, alerts and the operators' program.
@Suite struct PipelineTests {
  @Test func anAlertFiresAndClearsWithHysteresis() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 1000, counter: 0))
    _ = try town.settle(received: 1)
    let asset = try town.asset("c1")
    #expect(asset.readings["distance"]?.value == 1000)
    #expect(asset.readings["fill_level"]?.value == 38.461538)
    #expect(asset.readings["battery"]?.value == 92)
    #expect(asset.readings["rssi"]?.value == -71)
    #expect(asset.state == "ok")
    #expect(try town.alerts().isEmpty)

    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 2)
    let fired = try #require(try town.alerts().first)
    #expect(fired.state == "firing")
    #expect(fired.rule == "container-nearly-full")
    #expect(fired.summary == "Place Saint-Lambert: 92.3 % full")
    #expect(try town.asset("c1").state == "alert")

    // 70 %: no longer nearly full, but not yet clear.
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 590, counter: 2))
    _ = try town.settle(received: 3)
    #expect(try town.alerts().first?.state == "firing")

    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 1400, counter: 3))
    _ = try town.settle(received: 4)
    let resolved = try #require(try town.alerts().first)
    #expect(resolved.state == "resolved")
    #expect(resolved.id == fired.id)
    #expect(try town.asset("c1").state == "ok")
  }

  @Test func eachKindOfDeviceIsRead() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.bay), Messages.uplink(Messages.bay, port: 1, counter: 7, "01"))
    // The Things Network's device repository, Elsys ERS CO2: 25.7 °C, 42 %, 337 lx, 272 ppm, 3,460 mV.
    try town.publish(
      Messages.topic(Messages.room),
      Messages.uplink(Messages.room, port: 5, counter: 7, "010101022a040151060110070d84"))
    try town.publish(
      "nbiot/867723030711443/senml", #"[{"n":"co2","u":"ppm","v":1250},{"n":"temp","u":"Cel","v":21.5}]"#)
    // nasys/nas-codecs, usage of firmware 1.0: 4 W, 1 Wh by the internal meter.
    try town.publish(
      Messages.topic(Messages.lamp),
      Messages.uplink(
        Messages.lamp, port: 25, counter: 7,
        "ff830100000004000000000012cf1e000000000000000000000070de060011000000"))
    let ingest = try town.settle(received: 4)
    #expect(ingest.decoded == 4)
    #expect(try town.asset("b1").readings["occupied"]?.value == 1)
    let room = try town.asset("r1").readings
    #expect(room["co2"]?.value == 272)
    #expect(room["temperature"]?.value == 25.7)
    #expect(room["battery_voltage"]?.value == 3.46)
    #expect(try town.asset("r2").readings["co2"]?.value == 1250)
    #expect(try town.asset("r2").readings["temperature"]?.unit == "Cel")
    #expect(try town.asset("l1").readings["power"]?.value == 4)
    // 1 hour has not passed: the room's alert waits.
    #expect(try town.alerts().map(\.state) == ["pending"])
  }

  @Test func aMessageThatComesTwiceCountsOnce() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let message = Messages.level(distance: 500, counter: 9)
    for _ in 0..<3 { try town.publish(Messages.topic(Messages.container), message) }
    let pack = #"[{"bn":"867723030711443:","bt":1795000000,"n":"co2","u":"ppm","v":700}]"#
    for _ in 0..<2 { try town.publish("nbiot/867723030711443/senml", pack) }
    let ingest = try town.settle(received: 5)
    #expect(ingest.decoded == 2)
    #expect(ingest.duplicates == 3)
  }

  @Test func whatNobodyRegisteredIsListed() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(
      Messages.topic("24E1247130FFFFFF"), Messages.uplink("24E1247130FFFFFF", port: 85, counter: 1, "01755c"))
    #expect(try town.settle(received: 1).unknownDevice == 1)
    let unknown = try town.get(Page<DeviceObject>.self, "/v1/devices?state=unknown").items
    #expect(unknown.map(\.id) == ["24e1247130ffffff"])
  }

  @Test func thingsHappenWhileOneWatches() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let watcher = try #require(UnixSocket.connected(to: town.socket))
    watcher.send("GET /v1/events?types=alert HTTP/1.1\r\nHost: belfry\r\n\r\n")
    var seen = String(decoding: watcher.receive(), as: UTF8.self)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    while !seen.contains(#""transition":"firing""#) {
      let more = watcher.receive()
      try #require(!more.isEmpty, "the stream says nothing: \(seen)")
      seen += String(decoding: more, as: UTF8.self)
    }
    #expect(!seen.contains("event: reading"), "only alerts were asked for")
    let returning = try #require(UnixSocket.connected(to: town.socket))
    returning.send("GET /v1/events HTTP/1.1\r\nHost: belfry\r\nLast-Event-ID: 0\r\n\r\n")
    var again = ""
    while !again.contains(#""quantity":"distance""#) || !again.contains(#""transition":"firing""#) {
      let more = returning.receive()
      try #require(!more.isEmpty, "what was missed does not come again: \(again)")
      again += String(decoding: more, as: UTF8.self)
    }
    #expect(try town.ask("/v1/events?types=nonsense").status == 400)
  }

  @Test func theSimulatedCityIsHeardWhole() throws {
    let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Config/demo/city/assets.csv")
    let town = try Town(assets: String(contentsOf: demo, encoding: .utf8))
    try town.startBroker()
    try town.startDaemon()
    let truth = town.folder + "/truth.jsonl"
    let result = try Programs.run(
      "belfry-sim",
      [
        "city", "--broker", "mqtt://127.0.0.1:\(town.port)", "--city", town.folder + "/city", "--speed",
        "1200",
        "--seed", "7", "--for", "6s", "--faults", "loss=0.05,duplicate=0.05,malformed=0.02", "--truth", truth,
      ])
    #expect(result.status == 0, "\(result.errors)")
    try eventually("all that was sent is on disk") {
      let ingest = try town.status().ingest
      return ingest.received > 200 && ingest.committed == ingest.received
    }
    let ingest = try town.settle(received: try town.status().ingest.received)
    #expect(ingest.duplicates > 0)
    #expect(ingest.rejected.values.reduce(0, +) > 0)
    for kind in ["container", "parking_bay", "room", "luminaire"] {
      let assets = try town.get(Page<AssetObject>.self, "/v1/assets?kind=\(kind)&limit=1000").items
      #expect(assets.contains { !$0.readings.isEmpty }, "no \(kind) was heard")
    }
    #expect(try String(contentsOfFile: truth, encoding: .utf8).split(separator: "\n").count > 10)
  }
}
