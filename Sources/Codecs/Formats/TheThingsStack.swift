import Model

/// The Things Stack v3: JSON over MQTT, `v3/{application}/devices/{device}/up`.
///
/// The body decides, not the topic: exactly one member of the `up` oneof is present, and only
/// `uplink_message` carries data. Fields at their default are absent (Protobuf's JSON): no `f_cnt` is 0.
///
/// Sources: The Things Stack documentation, "MQTT Server" and "Data Formats";
/// `ttn.lorawan.v3.ApplicationUp` in its API; `pkg/applicationserver/io/mqtt/topics/v3.go`.
enum TheThingsStack: Format {
  static let name = "tts-v3"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    var message = Message()
    var scanner = JSONScanner()
    try message.scan(payload, &scanner, into: &envelope)
    try scanner.finish(payload)
    switch message.kind {
    case .uplink(let uplink): try append(uplink, message, payload, arrival, to: &envelope)
    case .otherEvent: return
    case .legacy:
      throw DecodeError(
        .legacyFormat, at: 0, expected: "a message of The Things Stack v3, not of another server")
    case nil: throw DecodeError(.wrongFormat, at: 0, expected: "a message of The Things Stack v3")
    }
  }

  private static func append(
    _ message: UplinkMessage, _ whole: Message, _ json: Span<UInt8>, _ arrival: Arrival,
    to envelope: inout Envelope
  ) throws(DecodeError) {
    // FPort 0 is for MAC commands: the network server forwards such an uplink, but it holds no data.
    guard message.port > 0 else { return }
    guard !message.isEncrypted else {
      throw DecodeError(
        .encrypted, at: message.offset, expected: "a frm_payload that the server has decrypted")
    }
    guard let identifier = whole.identifier else {
      throw DecodeError(
        .missingField, at: message.offset, expected: "end_device_ids with dev_eui or device_id")
    }
    let receivedAt = try time(message.receivedAt ?? whole.receivedAt, json) ?? arrival.at
    let text = try envelope.appendIdentifier(identifier, json)
    var uplink = Uplink(device: DeviceKey(envelope.bytes.span.extracting(text)), receivedAt: receivedAt)
    uplink.session = message.session
    uplink.frameCounter = message.frameCounter
    uplink.port = message.port
    uplink.take(envelope.receptions)
    let content: Envelope.Content
    if let payload = message.payload, !payload.range.isEmpty {
      content = .payload(try envelope.appendBase64(payload, json))
    } else {
      content = .readings(envelope.readings.items.count..<envelope.readings.items.count)
    }
    envelope.uplinks.append(
      Envelope.Entry(
        uplink: uplink, identifier: text, content: content,
        receptions: envelope.receptions.indices, decoded: message.decoded))
  }

  private static func time(_ text: JSONScanner.Text?, _ json: Span<UInt8>) throws(DecodeError) -> Timestamp? {
    guard let text else { return nil }
    guard let time = Timestamp(rfc3339: json.extracting(text.range)) else {
      throw DecodeError(.badTime, at: text.range.lowerBound, expected: "an RFC 3339 time")
    }
    return time
  }
}

/// The member names that are looked for.
private struct Keys: Sendable {
  let endDeviceIDs: JSONKey = "end_device_ids"
  let receivedAt: JSONKey = "received_at"
  let uplinkMessage: JSONKey = "uplink_message"
  let deviceID: JSONKey = "device_id"
  let devEUI: JSONKey = "dev_eui"
  let sessionKeyID: JSONKey = "session_key_id"
  let port: JSONKey = "f_port"
  let frameCounter: JSONKey = "f_cnt"
  let payload: JSONKey = "frm_payload"
  let appSKey: JSONKey = "app_s_key"
  let decodedPayload: JSONKey = "decoded_payload"
  let normalizedPayload: JSONKey = "normalized_payload"
  let rxMetadata: JSONKey = "rx_metadata"
  let gatewayIDs: JSONKey = "gateway_ids"
  let gatewayID: JSONKey = "gateway_id"
  let eui: JSONKey = "eui"
  let packetBroker: JSONKey = "packet_broker"
  let forwarderEUI: JSONKey = "forwarder_gateway_eui"
  let forwarderID: JSONKey = "forwarder_gateway_id"
  let rssi: JSONKey = "rssi"
  let snr: JSONKey = "snr"
  /// The other members of the `up` oneof, and what applications publish under `down/push`.
  let otherEvents: [JSONKey] = [
    "uplink_normalized", "join_accept", "downlink_ack", "downlink_nack", "downlink_sent", "downlink_failed",
    "downlink_queued", "downlink_queue_invalidated", "location_solved", "service_data", "downlinks",
  ]
  /// Where ChirpStack v3 puts a message that is exported by hand.
  let exported: JSONKey = "payload"
  /// Members by which ChirpStack v4 is known.
  let chirpStack: [JSONKey] = ["deviceInfo", "deduplicationId"]
}

private let keys = Keys()

/// The top level: who, when, and which member of the oneof.
private struct Message {
  enum Kind {
    case uplink(UplinkMessage)
    case otherEvent
    case legacy
  }

  var kind: Kind?
  var identifier: JSONScanner.Text?
  var receivedAt: JSONScanner.Text?

  mutating func scan(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    guard try scanner.beginObject(json, "an object") else {
      throw DecodeError(.missingField, at: 0, expected: "an object")
    }
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.uplinkMessage:
        var uplink = UplinkMessage(offset: scanner.offset)
        if try uplink.scan(json, &scanner, into: &envelope) { kind = .uplink(uplink) }
      case keys.endDeviceIDs: try scanIdentifiers(json, &scanner)
      case keys.receivedAt: receivedAt = try scanner.string(json, "received_at as text")
      case keys.exported:
        if try LegacyMessage.isNext(json, &scanner) { kind = kind ?? .legacy }
      default:
        recognise(key)
        try scanner.skipValue(json)
      }
    }
  }

  private mutating func recognise(_ key: JSONKey) {
    guard kind == nil else { return }
    if keys.otherEvents.contains(key) { kind = .otherEvent }
    if LegacyMessage.isRevealed(by: key) || keys.chirpStack.contains(key) { kind = .legacy }
  }

  /// The EUI if there is one: it is unique in the world, the name only in its application.
  private mutating func scanIdentifiers(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(DecodeError) {
    guard try scanner.beginObject(json, "end_device_ids as an object") else { return }
    var eui: JSONScanner.Text?
    var name: JSONScanner.Text?
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.devEUI: eui = try scanner.string(json, "dev_eui as text")
      case keys.deviceID: name = try scanner.string(json, "device_id as text")
      default: try scanner.skipValue(json)
      }
    }
    identifier = eui ?? name
  }
}

/// `uplink_message`.
private struct UplinkMessage {
  /// Where it stands in the body.
  let offset: Int
  var session: UInt64 = 0
  var port: UInt8 = 0
  var frameCounter: UInt32 = 0
  var payload: JSONScanner.Text?
  var receivedAt: JSONScanner.Text?
  /// The application session key travels along only when the payload is still encrypted with it.
  var isEncrypted = false
  var decoded: ServerDecoding?

  init(offset: Int) { self.offset = offset }

  /// - Returns: `false` for `null`.
  mutating func scan(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) -> Bool {
    guard try scanner.beginObject(json, "uplink_message as an object") else { return false }
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.rxMetadata: try scanReceptions(json, &scanner, into: &envelope)
      case keys.payload: payload = try scanner.string(json, "frm_payload as text")
      case keys.port:
        port = UInt8(truncatingIfNeeded: try scanner.integer(json, upTo: 255, "an f_port up to 255") ?? 0)
      case keys.frameCounter:
        frameCounter = try scanner.integer(json, upTo: .max, "an f_cnt of 32 bits") ?? 0
      case keys.sessionKeyID:
        let text = try scanner.string(json, "session_key_id as text")
        session = text.map { fingerprint(json.extracting($0.range)) } ?? 0
      case keys.receivedAt: receivedAt = try scanner.string(json, "received_at as text")
      case keys.appSKey:
        let start = scanner.offset
        try scanner.skipValue(json)
        isEncrypted = !json.isNull(in: start..<scanner.offset)
      case keys.decodedPayload: decoded = .object(try scanner.value(json), beside: decoded)
      case keys.normalizedPayload: decoded = .normalized(try scanner.value(json), beside: decoded)
      default: try scanner.skipValue(json)
      }
    }
    return true
  }

  private func scanReceptions(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, into envelope: inout Envelope
  ) throws(DecodeError) {
    envelope.receptions.removeAll(keepingCapacity: true)
    guard try scanner.beginArray(json, "rx_metadata as an array") else { return }
    while try scanner.nextElement(json) {
      if let reception = try scanReception(json, &scanner) { envelope.addReception(reception, from: 0) }
    }
  }

  /// One entry of `rx_metadata`: one antenna of one gateway.
  private func scanReception(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(DecodeError) -> Envelope.Reception? {
    guard try scanner.beginObject(json, "an rx_metadata entry as an object") else { return nil }
    var gateway: DeviceKey?
    var forwarder: DeviceKey?
    var rssi: Double?
    var snr: Double?
    while let key = try scanner.nextKey(json) {
      switch key {
      case keys.gatewayIDs: gateway = try scanGateway(json, &scanner, eui: keys.eui, name: keys.gatewayID)
      case keys.packetBroker:
        forwarder = try scanGateway(json, &scanner, eui: keys.forwarderEUI, name: keys.forwarderID)
      case keys.rssi: rssi = try scanner.number(json, "rssi as a number")
      case keys.snr: snr = try scanner.number(json, "snr as a number")
      default: try scanner.skipValue(json)
      }
    }
    // Packet Broker stands for another operator's gateway, which it names.
    guard let gateway = forwarder ?? gateway else { return nil }
    return Envelope.Reception(gateway: gateway, rssi: rssi, snr: snr)
  }

  private func scanGateway(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, eui euiKey: JSONKey, name nameKey: JSONKey
  ) throws(DecodeError) -> DeviceKey? {
    guard try scanner.beginObject(json, "a gateway as an object") else { return nil }
    var eui: JSONScanner.Text?
    var name: JSONScanner.Text?
    while let key = try scanner.nextKey(json) {
      switch key {
      case euiKey: eui = try scanner.string(json, "a gateway EUI as text")
      case nameKey: name = try scanner.string(json, "a gateway name as text")
      default: try scanner.skipValue(json)
      }
    }
    return (eui ?? name).map { DeviceKey(json.extracting($0.range)) }
  }
}
