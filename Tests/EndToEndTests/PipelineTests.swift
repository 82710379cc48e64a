import Foundation
import Model
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

  @Test func anAlertWaitsForItsTime() throws {
    let rules = "rules:\n  - {alert: full, kind: container, when: fill_level >= 80 %, for: 1s}\n"
    let town = try Town(rules: rules)
    try town.startBroker()
    try town.startDaemon()
    let now = Timestamp.measured()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1, at: now))
    try eventually("the alert fires") { try town.alerts().first?.state == "firing" }
    let alert = try #require(try town.alerts().first)
    #expect(alert.since?.timestamp == now)
    #expect(alert.firedAt?.timestamp == now + .seconds(1), "at its own time, whenever somebody looked")
    try eventually("both steps are on disk") {
      try town.texts("SELECT state FROM transition ORDER BY at") == ["pending", "firing"]
    }
  }

  @Test func aTopicThatIsNoLongerSubscribedIsIgnored() throws {
    let town = try Town(subscriptions: [("v3/+/devices/+/up", "tts-v3"), ("old/+", "senml")])
    try town.startBroker()
    try town.startDaemon()
    #expect(try town.stopDaemon() == 0)
    // The broker remembers what was subscribed; the daemon no longer knows what it is.
    try town.configure(subscriptions: [("v3/+/devices/+/up", "tts-v3")])
    try town.startDaemon()
    try town.publish("old/867723030711443", #"[{"n":"co2","u":"ppm","v":700}]"#)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 500, counter: 1))
    let ingest = try town.settle(received: 2)
    #expect(ingest.ignored == 1)
    #expect(ingest.decoded == 1)
  }

  @Test func overlappingSubscriptionsBringAMessageOnce() throws {
    let town = try Town(subscriptions: [("v3/+/devices/+/up", "tts-v3"), ("v3/#", "tts-v3")])
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 500, counter: 1))
    try eventually("the message is taken") { try town.status().ingest.decoded == 1 }
    // MQTT 3.1.1, 3.3.5: the broker may deliver it once for each subscription.
    _ = try town.settle(received: try town.status().ingest.received)
    #expect(try town.number("SELECT count(*) FROM uplink") == 1)
  }

  @Test func onesWhoWatchSeeWhatTheyAskedFor() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let alerts = try EventStream(town, query: "?types=alert")
    let all = try EventStream(town)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    let firing = #""transition":"firing""#
    #expect(try alerts.events(until: firing).allSatisfy { $0.type == "alert" })
    let seen = try all.events(until: firing)
    #expect(Set(seen.map(\.type)) == ["reading", "device", "alert"])
    #expect(seen.contains { $0.data.contains(#""quantity":"fill_level""#) })
    let reading = try JSONDecoder().decode(ReadingEvent.self, from: Data(seen[0].data.utf8))
    #expect(reading.asset == "c1")
    #expect(try town.ask("/v1/events?types=nonsense").status == 400)
  }

  @Test func devicesThatAreHeardForTheFirstTimeAreTold() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let watcher = try EventStream(town, query: "?types=device")
    for counter in [1, 2] {
      try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: counter))
    }
    let stranger = "70B3D57ED0FFFFFF"
    try town.publish(Messages.topic(stranger), Messages.uplink(stranger, port: 85, counter: 1, "01755c"))
    let events = try watcher.events(until: #""state":"unknown""#)
    let devices = try events.map {
      try JSONDecoder().decode(DeviceEvent.self, from: Data($0.data.utf8)).device
    }
    #expect(devices.map(\.state) == ["ok", "unknown"])
    #expect(devices.map(\.asset) == ["c1", nil])
    #expect(devices.last?.registryLine != nil)
  }

  @Test func whoComesBackMissesNothing() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let topic = Messages.topic(Messages.container)
    let watcher = try EventStream(town)
    try town.publish(topic, Messages.level(distance: 300, counter: 1))
    let seen = try watcher.events(until: #""transition":"firing""#)
    #expect(seen.map(\.id) == Array(1...seen.count))
    // Nobody watches now.
    try town.publish(topic, Messages.level(distance: 1400, counter: 2))
    _ = try town.settle(received: 2)
    let again = try EventStream(town, after: seen.count - 2)
    let missed = try again.events(until: #""transition":"resolved""#)
    #expect(missed.map(\.id) == Array(seen.count - 1..<seen.count - 1 + missed.count))
    #expect(Array(missed.prefix(2)) == Array(seen.suffix(2)))
    // And the stream goes on with what happens now.
    try town.publish(topic, Messages.level(distance: 300, counter: 3))
    let more = try again.events(until: #""transition":"firing""#)
    #expect(more.first?.id == (missed.last?.id ?? 0) + 1)
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
    let truthLines = try String(contentsOfFile: truth, encoding: .utf8).split(separator: "\n")
    let totals = try JSONDecoder().decode(Totals.self, from: Data(try #require(truthLines.last).utf8))
    let ingest = try town.settle(received: totals.published)
    // Of what went wrong, the last may still be under way.
    let underWay = 0...totals.pending
    let rejected = ingest.rejected.values.reduce(0, +)
    #expect(totals.malformed > 0 && underWay.contains(totals.malformed - rejected))
    #expect(totals.duplicated > 0 && underWay.contains(totals.duplicated - ingest.duplicates))
    #expect(ingest.ignored == totals.joins)
    #expect(ingest.unknownDevice == 0)
    for kind in ["container", "parking_bay", "room", "luminaire"] {
      let assets = try town.get(Page<AssetObject>.self, "/v1/assets?kind=\(kind)&limit=1000").items
      #expect(assets.contains { !$0.readings.isEmpty }, "no \(kind) was heard")
    }
    #expect(truthLines.count > 10)
  }
}

/// The last line of the simulator's record of truth.
private struct Totals: Decodable {
  let published: Int
  let pending: Int
  let duplicated: Int
  let malformed: Int
  let joins: Int
}
