import Codecs
import Foundation
import Model
import Testing

@Suite struct ChirpStackTests {
  private static let topic = "application/a/device/70b3d5770800030f/event/"

  private func json(_ members: String, event: String = "up") throws(DecodeError) -> Envelope {
    let message = #"{"deviceInfo":{"devEui":"70b3d5770800030f"},\#(members)}"#
    return try read("chirpstack-v4", Array(message.utf8), topic: Self.topic + event)
  }

  private func protobuf(_ message: [UInt8], event: String = "up") throws(DecodeError) -> Envelope {
    try read("chirpstack-v4", message, topic: Self.topic + event)
  }

  @Test func absentFieldsAreAtTheirDefault() throws {
    let envelope = try json(#""time":null,"fPort":2,"data":"AQ==","joinServerContext":null"#)
    #expect(envelope.uplinks[0].uplink.frameCounter == 0)
    #expect(envelope.uplinks[0].uplink.receivedAt == arrivalTime)
    #expect(envelope.uplinks[0].uplink.deduplication == 0)
    #expect(envelope.payload() == "01")
  }

  @Test func macOnlyUplinksAreIgnored() throws {
    #expect(try json(#""fCnt":7,"fPort":0,"data":"""#).uplinks.isEmpty)
    let empty = try json(#""fCnt":7,"fPort":9,"data":"""#)
    #expect(empty.uplinks.count == 1)
    #expect(empty.payload() == nil)
  }

  @Test func encryptedDataIsRefused() {
    let error = #expect(throws: DecodeError.self) {
      try json(#""fPort":2,"data":"AQ==","joinServerContext":{"sessionKeyId":"x"}"#)
    }
    #expect(error?.reason == .encrypted)
  }

  @Test func badFieldsAreRefused() {
    for (members, reason) in [
      (#""fPort":256"#, Rejection.missingField), (#""fPort":2,"fCnt":"3""#, .missingField),
      (#""fPort":2,"time":"now""#, .badTime), (#""fPort":2,"data":"A""#, .badBase64),
      (#""fPort":2,"#, .malformedJSON),
    ] {
      let error = #expect(throws: DecodeError.self) { try json(members) }
      #expect(error?.reason == reason, "\(members)")
    }
    let error = #expect(throws: DecodeError.self) {
      try read("chirpstack-v4", Array(#"{"deviceInfo":{},"fPort":2,"rxInfo":[]}"#.utf8))
    }
    #expect(error?.reason == .missingField)
  }

  @Test func aBatteryThatIsUnknownOrNotThereGivesNoReading() throws {
    let levels = [
      #""margin":8,"batteryLevel":88.5"#, #""batteryLevel":0,"externalPowerSource":true"#,
      #""batteryLevel":0,"batteryLevelUnavailable":true"#, #""margin":8"#,
    ]
    for topic in ["status", "device"] {
      let battery = try levels.map { level in
        let envelope = try json(level, event: topic)
        return envelope.uplinks.isEmpty ? [] : envelope.readings().map(\.value)
      }
      #expect(battery == [[88.5], [], [], []])
    }
  }

  /// The network server sends it with the same deduplication id as the uplink that brought it.
  @Test func aStatusIsNoDuplicateOfItsUplink() throws {
    let status = try json(#""deduplicationId":"d","batteryLevel":50"#, event: "status")
    let up = try json(#""deduplicationId":"d","fPort":1,"data":"AQ==""#)
    #expect(up.uplinks[0].uplink.deduplication != 0)
    #expect(status.uplinks[0].uplink.deduplication == 0)
    #expect(status.uplinks[0].uplink.frameCounter == nil)
  }

  @Test func theEventMayStandAnywhereInTheTopic() throws {
    let message = Array(#"{"deviceInfo":{"devEui":"70b3d5770800030f"},"fPort":1,"data":"AQ=="}"#.utf8)
    for (topic, count) in [
      ("lora/up/70b3d5770800030f", 1), ("a/event/join", 0), ("lora/70b3d5770800030f/ack/json", 0),
    ] {
      #expect(try read("chirpstack-v4", message, topic: topic).uplinks.count == count, "\(topic)")
    }
  }

  /// What the gateways heard is the relay: how the device is heard, the relay says.
  @Test func throughARelayTheSignalIsTheDevicesOwn() throws {
    let members =
      #""fPort":2,"data":"AQ==","rxInfo":[{"gatewayId":"6a7e111a10000001","rssi":-40,"snr":12}],"relayRxInfo":"#
    let relay =
      #"{"devEui":"0101010101010101","frequency":868100000,"dr":5,"snr":-3,"rssi":-110,"worChannel":0}"#
    let binary =
      Protobuf.text(1, "0101010101010101") + Protobuf.varint(2, 868_100_000) + Protobuf.varint(3, 5)
      + Protobuf.varint(5, UInt64(bitPattern: -110))
    let minusThree = Protobuf.varint(4, UInt64(bitPattern: -3))
    for (envelope, snr) in [
      (try json(members + relay), -3),
      (try protobuf(Self.uplink + Protobuf.bytes(14, binary + minusThree)), -3),
      (try protobuf(Self.uplink + Protobuf.bytes(14, binary)), 0),
    ] as [(Envelope, Float)] {
      #expect(envelope.uplinks[0].uplink.rssi == -110)
      #expect(envelope.uplinks[0].uplink.snr == snr)
      #expect(envelope.uplinks[0].uplink.gateway == DeviceKey("6a7e111a10000001"))
      #expect(!envelope.receptions.contains { $0.gateway == DeviceKey("0101010101010101") })
    }
    #expect(try json(members + "null").uplinks[0].uplink.rssi == -40)
  }

  @Test("A strength or a ratio that no number can say is unknown", arguments: ["1e39", "-1e300"])
  func strengthBeyondAllNumbers(text: String) throws {
    func heard(_ rssi: String, _ snr: String) throws -> Uplink {
      try json(#""fPort":2,"data":"AQ==","rxInfo":[{"gatewayId":"a","rssi":\#(rssi),"snr":\#(snr)}]"#)
        .uplinks[0].uplink
    }
    let (weak, noisy) = (try heard(text, "7"), try heard("-60", text))
    #expect(weak.rssi == nil && weak.snr == nil)
    #expect(noisy.rssi == -60 && noisy.snr == nil)
  }

  /// Gateways say 0, nothing, or what their driver has for it.
  @Test func inFSKThereIsNoSignalToNoiseRatio() throws {
    let members = #"""
      "fPort":2,"data":"AQ==","rxInfo":[{"gatewayId":"a","rssi":-60},{"gatewayId":"b","rssi":-70,"snr":-128}],
      "txInfo":{"frequency":868800000,"modulation":{"fsk":{"datarate":50000}}}
      """#
    let fsk = Protobuf.bytes(4, Protobuf.varint(2, 50_000))
    let txInfo = Protobuf.varint(1, 868_800_000) + Protobuf.bytes(2, fsk)
    for envelope in [try json(members), try protobuf(Self.uplink + Protobuf.bytes(13, txInfo))] {
      #expect(envelope.uplinks[0].uplink.rssi != nil)
      #expect(envelope.uplinks[0].uplink.snr == nil)
      #expect(envelope.receptions.map(\.snr) == [nil, nil])
    }
    let loRa = try json(
      members.replacing(#""fsk":{"datarate":50000}"#, with: #""lora":{"bandwidth":125000}"#))
    #expect(loRa.uplinks[0].uplink.snr == 0)
    #expect(try json(members.replacing(#"{"datarate":50000}"#, with: "null")).uplinks[0].uplink.snr == 0)
  }

  // MARK: Protobuf

  private static let deviceInfo = Protobuf.bytes(
    3, Protobuf.text(1, "tenant") + Protobuf.text(7, "Lamp 7") + Protobuf.text(8, "70b3d5770800030f"))

  static let uplink: [UInt8] =
    Protobuf.text(1, "57433366-50a6-4dc2-8145-2df1bbc70d9e")
    + Protobuf.bytes(2, Protobuf.varint(1, 1_700_000_000) + Protobuf.varint(2, 250_000_000))
    + deviceInfo + Protobuf.text(4, "20000001") + Protobuf.varint(5, 1) + Protobuf.varint(7, 70_000)
    + Protobuf.varint(8, 85) + Protobuf.bytes(10, [0x01, 0x75, 0x5C])
    + Protobuf.bytes(
      12,
      Protobuf.text(1, "6a7e111a10000000") + Protobuf.varint(2, 24022)
        + Protobuf.varint(6, UInt64(bitPattern: -101)) + Protobuf.float(7, 10.75))
    + Protobuf.bytes(12, Protobuf.text(1, "6a7e111a10000001") + Protobuf.varint(6, UInt64(bitPattern: -90)))
    + Protobuf.bytes(13, Protobuf.varint(1, 868_500_000)) + Protobuf.text(16, "eu868")

  @Test func anUplinkInProtobuf() throws {
    let envelope = try protobuf(Self.uplink)
    let uplink = envelope.uplinks[0].uplink
    #expect(envelope.device() == "70b3d5770800030f")
    #expect(uplink.device == DeviceKey("70b3d5770800030f"))
    #expect(uplink.receivedAt.description == "2023-11-14T22:13:20.250Z")
    #expect(uplink.frameCounter == 70_000)
    #expect(uplink.port == 85)
    #expect(envelope.payload() == "01755c")
    #expect(uplink.gateway == DeviceKey("6a7e111a10000001"))
    #expect(uplink.rssi == -90)
    #expect(envelope.receptions.map(\.snr) == [0, 10.75])
  }

  @Test func bothFormsOfAnUplinkAreTheSame() throws {
    let text = try json(
      """
      "deduplicationId":"57433366-50a6-4dc2-8145-2df1bbc70d9e","time":"2023-11-14T22:13:20.250+00:00",
      "devAddr":"20000001","fCnt":70000,"fPort":85,"data":"AXVc","rxInfo":[
      {"gatewayId":"6a7e111a10000000","rssi":-101,"snr":10.75},{"gatewayId":"6a7e111a10000001","rssi":-90}]
      """)
    let binary = try protobuf(Self.uplink)
    #expect(text.uplinks[0].uplink == binary.uplinks[0].uplink)
    #expect(text.payload() == binary.payload())
  }

  @Test func aStatusInProtobuf() throws {
    let status = Protobuf.text(1, "d") + Self.deviceInfo + Protobuf.varint(5, 10) + Protobuf.float(8, 88.25)
    for event in ["status", "x"] {
      #expect(try protobuf(status, event: event).readings().map(\.value) == [88.25])
    }
    #expect(try protobuf(status + Protobuf.varint(6, 1), event: "status").uplinks.isEmpty)
    #expect(try protobuf(status + Protobuf.varint(7, 1), event: "status").uplinks.isEmpty)
  }

  @Test func otherEventsInProtobufAreIgnored() throws {
    let join = Protobuf.text(1, "d") + Self.deviceInfo + Protobuf.text(4, "20000001")
    #expect(try protobuf(join, event: "join").uplinks.isEmpty)
    #expect(try protobuf(join, event: "x").uplinks.isEmpty)
  }

  @Test func encryptedProtobufIsRefused() {
    let error = #expect(throws: DecodeError.self) {
      try protobuf(Self.uplink + Protobuf.bytes(15, Protobuf.text(1, "key")))
    }
    #expect(error?.reason == .encrypted)
  }

  /// No message that breaks off is taken for a whole one, except where a field ends.
  @Test func brokenProtobufIsRefused() {
    for message in [
      [0x0A], [0x0A, 0x05, 0x61], [0x0A, 0x01, 0x61, 0x00, 0x00], [0x0A, 0x01, 0x61, 0x3B],
      [0x0A, 0x01, 0x61, 0x38],
      [0x0A, 0x01, 0x61, 0x38] + [UInt8](repeating: 0xFF, count: 11) + [0x00],
      [0x0A, 0x01, 0x61, 0x3D, 0x00],
      Self.deviceInfo.dropLast(), Protobuf.text(1, "d") + Protobuf.bytes(3, [0x42, 0x10, 0x61]),
    ] as [[UInt8]] {
      let error = #expect(throws: DecodeError.self) { try protobuf(Array(message)) }
      #expect(
        [.malformedBinary, .malformedJSON].contains(error?.reason), "\(message) \(String(describing: error))")
    }
  }

  @Test func impossibleTimesAreRefused() {
    for (seconds, nanoseconds) in [
      (UInt64.max / 2, 0), (UInt64(bitPattern: .min), 0), (1, 1_000_000_000), (1, UInt64(bitPattern: -1)),
    ] {
      let time = Protobuf.varint(1, seconds) + Protobuf.varint(2, nanoseconds)
      let message = Protobuf.text(1, "d") + Protobuf.bytes(2, time) + Self.deviceInfo
      let error = #expect(throws: DecodeError.self) { try protobuf(message) }
      #expect(error?.reason == .badTime)
    }
  }
}

/// Just enough of Protobuf to write messages.
enum Protobuf {
  static func varint(_ number: UInt64, _ value: UInt64) -> [UInt8] { raw(number << 3) + raw(value) }

  static func bytes(_ number: UInt64, _ value: [UInt8]) -> [UInt8] {
    raw(number << 3 | 2) + raw(UInt64(value.count)) + value
  }

  static func text(_ number: UInt64, _ value: String) -> [UInt8] { bytes(number, Array(value.utf8)) }

  static func float(_ number: UInt64, _ value: Float) -> [UInt8] {
    raw(number << 3 | 5) + (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
  }

  private static func raw(_ value: UInt64) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    return bytes + [UInt8(value)]
  }
}
