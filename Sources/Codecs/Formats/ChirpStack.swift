import Model

/// ChirpStack v4: `application/{application}/device/{device}/event/{event}`, in JSON or Protobuf.
///
/// `up` events carry data; a `status` event is the device's answer to the network about its battery. The
/// operator can change the topics, so any level that is the name of an event counts, and without one the
/// body decides. The first byte tells JSON from Protobuf.
///
/// Sources: ChirpStack documentation, "Event types"; `integration.proto` and `gw.proto` of its API.
enum ChirpStack: Format {
  static let name = "chirpstack-v4"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    var event = ChirpStackEvent()
    var scanner = JSONScanner()
    if scanner.begins(with: UInt8(ascii: "{"), payload) {
      try event.scan(json: payload, &scanner, into: &envelope)
      try scanner.finish(payload)
    } else if payload.isProtobuf {
      try event.scan(protobuf: payload, into: &envelope)
    } else {
      try scanner.skipValue(payload)
      throw DecodeError(.wrongFormat, at: 0, expected: "an event of ChirpStack v4")
    }
    guard !event.isLegacy else {
      throw DecodeError(.legacyFormat, at: 0, expected: "an event of ChirpStack v4, not of another server")
    }
    switch ChirpStackEvent.kind(topic) ?? event.kind {
    case .up: try appendUplink(event, payload, arrival, to: &envelope)
    case .status: try appendStatus(event, payload, arrival, to: &envelope)
    case .other: return
    case nil: throw DecodeError(.wrongFormat, at: 0, expected: "an event of ChirpStack v4")
    }
  }

  private static func appendUplink(
    _ event: ChirpStackEvent, _ body: Span<UInt8>, _ arrival: Arrival, to envelope: inout Envelope
  ) throws(DecodeError) {
    // FPort 0 is for MAC commands.
    guard event.port > 0 else { return }
    guard !event.isEncrypted else {
      throw DecodeError(.encrypted, at: 0, expected: "data that the server has decrypted")
    }
    var entry = try entry(event, body, arrival, &envelope)
    entry.uplink.session = event.session
    entry.uplink.deduplication = event.deduplication
    entry.uplink.frameCounter = event.frameCounter
    entry.uplink.port = event.port
    if event.isFSK { envelope.forgetNoise() }
    entry.uplink.take(envelope.receptions)
    if let relay = event.relay {
      entry.uplink.rssi = relay.rssi
      entry.uplink.snr = relay.snr
    }
    entry.receptions = envelope.receptions.indices
    entry.decoded = event.decoded
    switch event.data {
    case .base64(let text) where !text.range.isEmpty:
      entry.content = .payload(try envelope.appendBase64(text, body))
    case .raw(let range) where !range.isEmpty:
      entry.content = .payload(envelope.append(body.extracting(range)))
    case .base64, .raw, nil: break
    }
    envelope.uplinks.append(entry)
  }

  /// A status comes with the deduplication id of the uplink that brought it, so it must not carry that.
  private static func appendStatus(
    _ event: ChirpStackEvent, _ body: Span<UInt8>, _ arrival: Arrival, to envelope: inout Envelope
  ) throws(DecodeError) {
    guard !event.hasExternalPower, !event.isBatteryUnknown, let battery = event.battery else { return }
    var entry = try entry(event, body, arrival, &envelope)
    let first = envelope.readings.items.count
    envelope.readings.append(.battery, battery, at: entry.uplink.receivedAt)
    entry.content = .readings(first..<envelope.readings.items.count)
    envelope.uplinks.append(entry)
  }

  private static func entry(
    _ event: ChirpStackEvent, _ body: Span<UInt8>, _ arrival: Arrival, _ envelope: inout Envelope
  ) throws(DecodeError) -> Envelope.Entry {
    guard let eui = event.deviceEUI else {
      throw DecodeError(.missingField, at: 0, expected: "deviceInfo with devEui")
    }
    let (identifier, device) = try envelope.appendIdentifier(eui, body)
    let count = envelope.readings.items.count
    return Envelope.Entry(
      uplink: Uplink(device: device, receivedAt: event.time ?? arrival.at),
      identifier: identifier, content: .readings(count..<count))
  }
}

extension Span<UInt8> {
  /// Whether this may be one of ChirpStack's messages in Protobuf: they begin with field 1, a string or a
  /// message, or with field 2 where the first has its default.
  fileprivate var isProtobuf: Bool { count > 1 && (self[0] == 0x0A || self[0] == 0x12 || self[0] == 0x08) }
}
