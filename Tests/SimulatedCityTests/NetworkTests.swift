import Codecs
import Model
import Testing

@testable import SimulatedCity

/// What the reader of `format` makes of a message.
func read(_ format: String, topic: String, _ payload: [UInt8]) throws -> Envelope {
  let reader = try #require(formats.first { $0.name == format })
  var envelope = Envelope()
  let topic = Array(topic.utf8)
  let slashes = topic.indices.filter { topic[$0] == UInt8(ascii: "/") }
  // The subscription's first wildcard stands for the second level in all our topics.
  let arrival = Arrival(at: SmallCity.start, wildcard: slashes[0] + 1..<slashes[1])
  try reader.read(payload.span, topic: topic.span, arrival, into: &envelope)
  return envelope
}

/// Envelopes are read back by readers that never saw the writers.
@Suite struct NetworkTests {
  @Test func theThingsStackIsReadBack() throws {
    var random = RandomSource(seed: 2, stream: 0)
    for _ in 0..<300 {
      let uplink = transmission(&random)
      let message = TheThingsStack.uplink(uplink, &random)
      let envelope = try read("tts-v3", topic: TheThingsStack.topic(uplink), message)
      try expect(envelope, uplink)
      #expect(envelope.uplinks.first?.uplink.receivedAt == uplink.receivedAt)
      #expect(envelope.uplinks.first?.uplink.session != 0)
    }
  }

  @Test func chirpStackIsReadBack() throws {
    var random = RandomSource(seed: 3, stream: 0)
    for _ in 0..<300 {
      let uplink = transmission(&random)
      let message = ChirpStack.uplink(uplink, &random)
      let envelope = try read("chirpstack-v4", topic: ChirpStack.topic(uplink), message)
      try expect(envelope, uplink)
      #expect(envelope.uplinks.first?.uplink.receivedAt == uplink.heardAt)
      #expect(envelope.uplinks.first?.uplink.deduplication != 0)
    }
  }

  private func expect(_ envelope: Envelope, _ uplink: Transmission) throws {
    let entry = try #require(envelope.uplinks.first)
    #expect(envelope.uplinks.count == 1)
    #expect(entry.uplink.device == DeviceKey(value: uplink.eui))
    #expect(entry.uplink.frameCounter == uplink.session.frameCounter)
    #expect(entry.uplink.port == uplink.frame.port)
    guard case .payload(let range) = entry.content else {
      Issue.record("no payload")
      return
    }
    #expect(Array(envelope.bytes[range]) == uplink.frame.payload)
    let best = uplink.receptions.max { ($0.rssi, $0.snr) < ($1.rssi, $1.snr) }
    #expect(entry.uplink.gateway == best.map { DeviceKey(value: $0.gateway.eui) })
    #expect(entry.uplink.rssi == best.map { Float($0.rssi) })
    #expect(entry.uplink.snr == best.map { Float($0.snr) })
  }

  @Test func aJoinCarriesNoUplink() throws {
    var random = RandomSource(seed: 3, stream: 0)
    let join = transmission(&random)
    let theThingsStack = TheThingsStack.join(join, &random)
    #expect(try read("tts-v3", topic: TheThingsStack.topic(join, "join"), theThingsStack).uplinks.isEmpty)
    let chirpStack = ChirpStack.join(join, &random)
    #expect(try read("chirpstack-v4", topic: ChirpStack.topic(join, "join"), chirpStack).uplinks.isEmpty)
  }

  @Test func milesightFramesAreReadBack() throws {
    let measurements: Measurements = [.battery: 77, .temperature: -2.5, .distance: 1234, .tilt: 0]
    let records = MilesightEM400.frames(measurements, .interval, clock: SmallCity.start)[0]
    let frame = MilesightNB.frame(records.payload, from: "866207030012346", counter: 40_000)
    let envelope = try read("milesight-nb", topic: MilesightNB.topic("866207030012346"), frame)
    let entry = try #require(envelope.uplinks.first)
    #expect(entry.uplink.device == DeviceKey("866207030012346"))
    #expect(entry.uplink.rssi == -77)
    guard case .payload(let range) = entry.content else {
      Issue.record("no payload")
      return
    }
    let decoded = try decode([Frame(port: 0, payload: Array(envelope.bytes[range]))], "milesight-em400")
    #expect(decoded == [.battery: 77, .temperature: -2.5, .distance: 1234, .tilt: 0])
  }

  @Test func defaultsAreLeftOut() {
    var random = RandomSource(seed: 4, stream: 0)
    let uplink = transmission(&random, frameCounter: 0)
    let text = String(decoding: TheThingsStack.uplink(uplink, &random), as: UTF8.self)
    #expect(!text.contains("f_cnt"))
  }

  @Test func chirpStackInProtobufIsReadBack() throws {
    var random = RandomSource(seed: 5, stream: 0)
    for _ in 0..<300 {
      let uplink = transmission(&random)
      let envelope = try read(
        "chirpstack-v4", topic: ChirpStack.topic(uplink), ChirpStack.protobufUplink(uplink, &random))
      try expect(envelope, uplink)
      #expect(envelope.uplinks.first?.uplink.receivedAt == uplink.heardAt)
      #expect(envelope.uplinks.first?.uplink.deduplication != 0)
    }
    let join = transmission(&random)
    let event = ChirpStack.protobufJoin(join, &random)
    #expect(try read("chirpstack-v4", topic: ChirpStack.topic(join, "join"), event).uplinks.isEmpty)
  }

  @Test(arguments: [SenML.Encoding.json, .cbor])
  func senMLIsReadBack(encoding: SenML.Encoding) throws {
    let measurements: Measurements = [
      .distance: 1234, .co2: 812.345, .temperature: -3.125, .humidity: 47.5, .illuminance: 310, .occupied: 1,
      .tilt: 0, .motion: 12, .battery: 87, .batteryVoltage: 3.552, .pressure: 1013.25, .pm25: 12.5, .pm10: 20,
      .no2: 31.25, .o3: 60, .noiseLA: 50, .noiseLAeq: 51.5, .noiseLAmax: 66, .power: 1500, .energy: 123_456,
      .voltage: 231.5, .current: 6.8, .soilMoisture: 23.5, .soilTemperature: 9.25, .soilConductivity: 850,
      .lampOn: 1, .lampFault: 0, .dimLevel: 70, .burnTime: 8123.5, .powerFactor: 0.93,
    ]
    #expect(Set(measurements.items.map(\.quantity)) == Set(SenML.quantities))
    let pack = SenML.pack(measurements, from: "866207010000192", at: SmallCity.start, as: encoding)
    let envelope = try read("senml", topic: SenML.topic("866207010000192"), pack)
    #expect(envelope.uplinks.map(\.uplink.device) == [DeviceKey("866207010000192")])
    let readings = envelope.readings.items
    #expect(readings.count == measurements.items.count)
    for item in measurements.items {
      let reading = try #require(readings.first { $0.quantity == item.quantity })
      #expect(abs(reading.value - item.value) < 1e-9)
      #expect(reading.at == SmallCity.start)
    }
  }

  private func transmission(_ random: inout RandomSource, frameCounter: UInt32? = nil) -> Transmission {
    let gateways = (0..<random.integer(1..<4)).map { _ in Gateway(eui: random.next(), location: nil) }
    let receptions = gateways.map { gateway in
      Reception(
        gateway: gateway, rssi: random.uniform(-130 ... -30).rounded(),
        snr: random.uniform(-20...12).rounded(toPlaces: 2))
    }
    return Transmission(
      eui: random.next(),
      session: Session(&random, frameCounter: frameCounter ?? UInt32(truncatingIfNeeded: random.next())),
      frame: Frame(port: UInt8(random.integer(1..<224)), payload: random.bytes(random.integer(1..<52))),
      receptions: receptions, frequency: 868_100_000,
      deliveredAt: SmallCity.start + .nanoseconds(random.integer(0..<1_000_000_000_000)))
  }
}
