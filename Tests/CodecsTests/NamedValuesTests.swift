import Codecs
import Model
import Testing

/// What fields say of JSON of any shape.
private func fields(_ fields: [String: String]) throws -> [Field] {
  try fields.sorted { $0.key < $1.key }.map { try Field($0.key, means: $0.value) }
}

/// A reading as text: `distance 570.0 at …`.
private func lines(_ readings: [Reading]) -> [String] {
  readings.map { "\($0.quantity.name) \($0.value)" }.sorted()
}

/// The format `json`.
@Suite struct MappedJSONTests {
  private func read(
    _ message: String, device: String? = nil, time: String? = nil, topic: String = "acme/bin-7/up",
    wildcard: Range<Int> = 5..<10, _ meanings: [String: String]
  ) throws -> Envelope {
    let mapping = JSONMapping(
      device: device.flatMap { JSONPointer($0) }, time: time.flatMap { JSONPointer($0) },
      fields: try fields(meanings))
    var envelope = Envelope(collectsWarnings: true)
    let (payload, name) = (Array(message.utf8), Array(topic.utf8))
    let format = try #require(formats.first { $0.name == "json" })
    let arrival = Arrival(at: arrivalTime, wildcard: wildcard, paths: MessagePaths(mapping))
    try format.read(payload.span, topic: name.span, arrival, into: &envelope)
    return envelope
  }

  @Test func valuesAreConvertedToTheUnitsOfTheirQuantities() throws {
    let envelope = try read(
      #"{"serial":"A-1","data":{"level":57,"t":[-1.5,20]},"bat":3612,"on":true}"#, device: "/serial",
      [
        "/data/level": "distance cm", "/data/t/1": "temperature °C", "/bat": "battery_voltage mV",
        "/on": "lamp_on",
      ])
    #expect(envelope.device() == "A-1")
    #expect(
      lines(envelope.readings()) == [
        "battery_voltage 3.612", "distance 570.0", "lamp_on 1.0", "temperature 20.0",
      ])
    #expect(envelope.readings().allSatisfy { $0.at == arrivalTime })
  }

  @Test func theTopicNamesTheDeviceWhereTheMessageDoesNot() throws {
    #expect(try read("{}", ["/t": "temperature"]).device() == "bin-7")
    #expect(
      try read("{}", topic: "a/70B3D57ED0000001/up", wildcard: 2..<18, ["/t": "temperature"]).device()
        == "70b3d57ed0000001")
  }

  @Test func anIdentifierMayBeANumber() throws {
    let envelope = try read(#"{"imei":867723030711443,"t":1}"#, device: "/imei", ["/t": "temperature"])
    #expect(envelope.device() == "867723030711443")
  }

  @Test func aMessageWithoutItsDeviceIsRefused() throws {
    let error = #expect(throws: DecodeError.self) {
      _ = try read(#"{"t":1}"#, device: "/serial", ["/t": "temperature"])
    }
    #expect(error?.reason == .missingField)
  }

  @Test(arguments: [
    ("\"2026-05-04T10:00:00.5+02:00\"", "2026-05-04T08:00:00.500Z"),
    ("1777881600", "2026-05-04T08:00:00.000Z"),
    ("1777881600.25", "2026-05-04T08:00:00.250Z"), ("1777881600123", "2026-05-04T08:00:00.123Z"),
    ("\"1777881600123\"", "2026-05-04T08:00:00.123Z"),
  ])
  func timesAreRFC3339OrSinceTheEpoch(_ written: String, _ expected: String) throws {
    let envelope = try read(#"{"t":1,"at":\#(written)}"#, time: "/at", ["/t": "temperature"])
    #expect(envelope.readings().map(\.at.description) == [expected])
    #expect(envelope.uplinks[0].uplink.receivedAt == arrivalTime)
  }

  @Test(arguments: ["\"yesterday\"", "true", "-5", "\"2026-05-04T10:00:00\""])
  func aTimeThatCannotBeReadRefusesTheMessage(_ written: String) throws {
    let error = #expect(throws: DecodeError.self) {
      _ = try read(#"{"at":\#(written),"t":1}"#, time: "/at", ["/t": "temperature"])
    }
    #expect(error?.reason == .badTime)
    #expect(error?.offset == 6)
  }

  @Test(arguments: [
    ("23.5", 23.5), ("\"23.5\"", 23.5), ("\" -2e1 \"", -20), ("\"2000 mV\"", 2), ("\"2 V\"", 2), ("0", 0),
  ])
  func numbersMayBeText(_ written: String, _ expected: Double) throws {
    let envelope = try read(#"{"u":\#(written)}"#, ["/u": "voltage"])
    #expect(envelope.readings().map(\.value) == [expected])
  }

  @Test(arguments: [
    "null", "\"\"", "\"n/a\"", "\"5 kg\"", "true", "{}", "[1]", "1e999", "\"NaN\"", "\"0x10\"",
  ])
  func whatIsNoNumberIsNoReading(_ written: String) throws {
    let envelope = try read(#"{"u":\#(written)}"#, ["/u": "voltage"])
    #expect(envelope.readings().isEmpty)
    #expect(envelope.uplinks.count == 1)
  }

  @Test(arguments: [
    ("\"occupied\"", 1.0), ("\"Free\"", 0), ("true", 1), ("false", 0), ("1", 1), ("\"0\"", 0),
  ])
  func switchesMayBeWords(_ written: String, _ expected: Double) throws {
    #expect(try read(#"{"s":\#(written)}"#, ["/s": "occupied"]).readings().map(\.value) == [expected])
  }

  @Test func namesMayBeEscapedOnBothSides() throws {
    let envelope = try read(#"{"a\/b":{"~\u0063o2":612}}"#, ["/a~1b/~0co2": "co2"])
    #expect(lines(envelope.readings()) == ["co2 612.0"])
  }

  @Test func ofAMemberThatStandsTwiceTheLastCounts() throws {
    #expect(lines(try read(#"{"t":1,"t":2}"#, ["/t": "temperature"]).readings()) == ["temperature 2.0"])
  }

  @Test func arraysAreReadByPosition() throws {
    let envelope = try read(#"[{"v":1},{"v":2}]"#, ["/1/v": "temperature"])
    #expect(lines(envelope.readings()) == ["temperature 2.0"])
  }

  @Test(arguments: ["", "{", #"{"t":1}x"#, #"{"t":01}"#, #"{"t":"\x"}"#])
  func whatIsNoJSONIsRefused(_ message: String) throws {
    let error = #expect(throws: DecodeError.self) { _ = try read(message, ["/t": "temperature"]) }
    #expect(error?.reason == .malformedJSON)
  }
}

/// The codec `network`: the names of others' objects.
@Suite struct FieldMapTests {
  private func readings(
    _ format: String, _ message: [UInt8], topic: String = "", _ meanings: [String: String] = [:]
  ) throws -> [Reading] {
    let envelope = try read(format, message, topic: topic)
    let entry = try #require(envelope.uplinks.first)
    let decoded = try #require(entry.decoded)
    var readings = Readings()
    try FieldMap(try fields(meanings)).read(
      decoded, in: message.span, receivedAt: entry.uplink.receivedAt, into: &readings)
    return readings.items
  }

  private func theThingsStack(_ members: String, _ meanings: [String: String] = [:]) throws -> [String] {
    let message = """
      {"end_device_ids":{"device_id":"d"},"uplink_message":{"f_port":1,"frm_payload":"AA==",\(members)}}
      """
    return lines(try readings("tts-v3", Array(message.utf8), meanings))
  }

  @Test func namesOfOurQuantitiesAreKnown() throws {
    #expect(
      try theThingsStack(#""decoded_payload":{"co2":612,"temperature":21.5,"Co2":1,"humid":3,"battery":87}"#)
        == ["battery 87.0", "co2 612.0", "temperature 21.5"])
  }

  @Test("Volts or per cent, Wh or kWh: where makers differ, a bare number is not guessed at")
  func unsureNames() throws {
    #expect(
      try theThingsStack(#""decoded_payload":{"battery":3.6,"energy":74.4,"o3":0.1,"co2":612}"#) == [
        "co2 612.0"
      ])
    #expect(
      try theThingsStack(#""decoded_payload":{"battery":"3 %","energy":"74.4 kWh","current":"500 mA"}"#)
        == ["battery 3.0", "current 0.5", "energy 74400.0"])
    #expect(
      try theThingsStack(#""decoded_payload":{"energy":74.4}"#, ["energy": "energy kWh"]) == [
        "energy 74400.0"
      ])
  }

  @Test func aDevicesOwnFieldsComeFirst() throws {
    let payload = #""decoded_payload":{"co2":612,"level":{"value":57},"battery":3.6,"distance":9}"#
    #expect(
      try theThingsStack(payload, ["level/value": "distance cm", "battery": "battery_voltage"])
        == ["battery_voltage 3.6", "co2 612.0", "distance 570.0"])
  }

  @Test func normalizedPayloadsHaveTheirUnits() throws {
    let normalized = """
      "normalized_payload":[{"air":{"temperature":21.5,"relativeHumidity":40,"pressure":1013,"co2":612,
      "lightIntensity":300},"soil":{"moisture":12,"temperature":9,"ec":0.5},"battery":3.6,
      "metering":{"water":{"total":1200}},"action":{"motion":{"detected":true,"count":4}}}]
      """
    #expect(
      try theThingsStack(normalized) == [
        "battery_voltage 3.6", "co2 612.0", "humidity 40.0", "illuminance 300.0", "motion 4.0",
        "pressure 1013.0",
        "soil_conductivity 500.0", "soil_moisture 12.0", "soil_temperature 9.0", "temperature 21.5",
        "water_volume 1200.0",
      ])
  }

  @Test func measurementsOfANormalizedPayloadHaveTheirOwnTimes() throws {
    let message = """
      {"end_device_ids":{"device_id":"d"},"received_at":"2026-05-04T08:00:00Z","uplink_message":{"f_port":1,
      "normalized_payload":[{"time":"2026-05-04T07:50:00Z","air":{"co2":600}},{"air":{"co2":610}}],
      "decoded_payload":{"co2":611}}}
      """
    let found = try readings("tts-v3", Array(message.utf8)).map { "\($0.value) \($0.at)" }
    #expect(found == ["610.0 2026-05-04T08:00:00.000Z", "600.0 2026-05-04T07:50:00.000Z"])
  }

  @Test("What follows from measurements no device may report")
  func derivedQuantities() throws {
    let derived = Quantity.allCases.filter(\.isDerived).map { "\"\($0.name)\":1" }.joined(separator: ",")
    let json = """
      {"deviceInfo":{"devEui":"1000000000000001"},"fPort":2,"data":"AA==","rxInfo":[],
      "object":{"co2":612,\(derived)}}
      """
    #expect(lines(try readings("chirpstack-v4", Array(json.utf8))) == ["co2 612.0"])
  }

  @Test func chirpStacksObjectIsReadInBothForms() throws {
    let json = """
      {"deviceInfo":{"devEui":"1000000000000001"},"fPort":2,"data":"AA==","rxInfo":[],
      "object":{"co2":612,"level":{"values":[1,57]},"state":"occupied","free":null}}
      """
    let meanings = ["level/values/1": "distance cm", "state": "occupied"]
    let expected = ["co2 612.0", "distance 570.0", "occupied 1.0"]
    #expect(lines(try readings("chirpstack-v4", Array(json.utf8), meanings)) == expected)
    #expect(lines(try readings("chirpstack-v4", Self.protobuf, meanings)) == expected)
  }

  /// The same in Protobuf, by the field numbers of `integration.proto` and `google.protobuf.Struct`.
  private static let protobuf: [UInt8] = {
    func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
      [number << 3 | 2, UInt8(bytes.count)] + bytes
    }
    func number(_ value: Double) -> [UInt8] {
      [2 << 3 | 1] + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    func entry(_ name: String, _ value: [UInt8]) -> [UInt8] {
      field(1, field(1, Array(name.utf8)) + field(2, value))
    }
    let values = field(6, field(1, number(1)) + field(1, number(57)))
    let object =
      entry("co2", number(612)) + entry("level", field(5, entry("values", values)))
      + entry("state", field(3, Array("occupied".utf8))) + entry("free", [1 << 3 | 0, 0])
    return field(1, Array("id".utf8)) + field(3, field(8, Array("1000000000000001".utf8))) + [8 << 3 | 0, 2]
      + field(10, [0]) + field(11, object)
  }()

  @Test func noObjectIsNoDecoding() throws {
    for members in ["", #","decoded_payload":null,"normalized_payload":null"#] {
      let message = """
        {"end_device_ids":{"device_id":"d"},"uplink_message":{"f_port":1,"frm_payload":"AA=="\(members)}}
        """
      #expect(try read("tts-v3", Array(message.utf8)).uplinks.first?.decoded == nil)
    }
  }
}
