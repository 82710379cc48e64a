import Model

/// JSON of any shape: the subscription says where device, time and values stand.
///
/// The device is what the message says, or else the topic's first wildcard. A message without any of the
/// values is that of a device that is alive. See `docs/formats/json.md`.
enum MappedJSON: Format {
  static let name = "json"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    guard let paths = arrival.paths else {
      throw DecodeError(.wrongFormat, at: 0, expected: "a subscription that says where the values stand")
    }
    let first = envelope.readings.items.count
    var values = NamedValues(at: arrival.at, appendingTo: envelope.readings)
    var scanner = JSONScanner()
    try values.read(payload, &scanner, paths.tree, into: &envelope.readings)
    try scanner.finish(payload)
    values.finish(&envelope.readings)
    let identifier = try appendIdentifier(values, paths, topic, arrival, to: &envelope)
    envelope.uplinks.append(
      Envelope.Entry(
        uplink: Uplink(
          device: DeviceKey(envelope.bytes.span.extracting(identifier)), receivedAt: arrival.at),
        identifier: identifier, content: .readings(first..<envelope.readings.items.count)))
  }

  private static func appendIdentifier(
    _ values: NamedValues, _ paths: MessagePaths, _ topic: Span<UInt8>, _ arrival: Arrival,
    to envelope: inout Envelope
  ) throws(DecodeError) -> Range<Int> {
    var range = 0..<0
    if paths.namesDevice {
      range = envelope.append(values.device.span)
    } else if arrival.wildcard.upperBound <= topic.count {
      range = envelope.append(topic.extracting(arrival.wildcard))
    }
    guard 1...128 ~= range.count else {
      throw DecodeError(
        .missingField, at: 0,
        expected: "a device identifier of 1 to 128 bytes, in the message or by a wildcard of the topic")
    }
    envelope.lowercaseEUI(range)
    return range
  }
}
