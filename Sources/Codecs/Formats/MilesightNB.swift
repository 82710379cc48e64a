import Model

/// Milesight's NB-IoT devices straight over MQTT: one binary frame to a message, or the same in hex digits.
///
/// The device's codec gets the whole frame. The IMEI in it is the device, and where that is blank the topic's
/// wildcard. The frame says nothing about time but "now".
///
/// A frame with the same counter and the same bytes within the same hour is the same frame, delivered again. The
/// counter alone does not tell: nothing published says whether it counts frames or the frames of one report, and
/// one that stands still must not silence a device for longer.
/// Source: Milesight, "NB-IoT data frame"; see ``MilesightNBFrame``.
enum MilesightNB: Format {
  static let name = "milesight-nb"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    let range = try appendFrame(payload, to: &envelope)
    let frame = try MilesightNBFrame(envelope.bytes.span.extracting(range))
    let identifier = try appendIdentifier(frame, range, topic, arrival, to: &envelope)
    var uplink = Uplink(
      device: DeviceKey(envelope.bytes.span.extracting(identifier)), receivedAt: arrival.at)
    uplink.rssi = frame.rssi
    uplink.deduplication = deduplication(envelope.bytes.span.extracting(range), arrival.at)
    envelope.uplinks.append(
      Envelope.Entry(uplink: uplink, identifier: identifier, content: .payload(range)))
  }

  private static func deduplication(_ frame: Span<UInt8>, _ at: Timestamp) -> UInt64 {
    let hour = UInt64(bitPattern: at.nanoseconds / 3_600_000_000_000)
    // An odd multiplier spreads neighbouring hours over all bits: that of SplitMix64. Never 0, which stands for none.
    return (fingerprint(frame) ^ hour &* 0x9E37_79B9_7F4A_7C15) | 1
  }

  private static func appendFrame(
    _ payload: Span<UInt8>, to envelope: inout Envelope
  ) throws(DecodeError) -> Range<Int> {
    if MilesightNBFrame.isNext(payload) { return envelope.append(payload) }
    // Some publishers end the digits with a line break.
    var end = payload.count
    while end > 0, payload[end - 1] <= 0x20 { end -= 1 }
    guard end > 0, payload[0] == UInt8(ascii: "0") else {
      throw DecodeError(.wrongFormat, at: 0, expected: "a frame that begins with 02, or its hex digits")
    }
    return try envelope.appendBytes(upTo: end) { (room, start) throws(DecodeError) in
      try Hex.decode(payload, 0..<end, into: &room, at: start)
    }
  }

  private static func appendIdentifier(
    _ frame: MilesightNBFrame, _ place: Range<Int>, _ topic: Span<UInt8>, _ arrival: Arrival,
    to envelope: inout Envelope
  ) throws(DecodeError) -> Range<Int> {
    let imei = place.lowerBound + frame.imei.lowerBound..<place.lowerBound + frame.imei.upperBound
    if imei.allSatisfy({ envelope.bytes[$0] &- 0x30 < 10 }) { return imei }
    guard !arrival.wildcard.isEmpty, arrival.wildcard.upperBound <= topic.count else {
      throw DecodeError(
        .missingField, at: frame.imei.lowerBound, expected: "an IMEI, or a wildcard in the subscription")
    }
    return envelope.append(topic.extracting(arrival.wildcard))
  }
}
