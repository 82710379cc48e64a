import Codecs
import Model
import Wire

/// Decodes what a person gives on the command line.
struct Decoding {
  /// The device's codec, if it was named.
  var codec: (any Codec.Type)?
  var parameters: Parameters
  var now: Timestamp

  /// A device's own bytes.
  /// - Throws: `Failure` with what was expected, and where.
  func payload(_ bytes: [UInt8], port: UInt8?) throws -> DecodedMessage {
    let onlyPort = codec.flatMap { $0.ports.count == 1 ? $0.ports.first : nil }
    var readings = Readings(collectsWarnings: true)
    try decode(bytes, port: port ?? onlyPort ?? 0, receivedAt: now, into: &readings)
    return DecodedMessage(
      network: nil, readings: readings.items.map { .init($0, receivedAt: now) },
      warnings: readings.warnings)
  }

  /// A whole message: one result for each uplink in it, or one that says that there is none.
  /// - Throws: `Failure` with what was expected, and where.
  func messages(format: any Format.Type, topic: String, payload: [UInt8]) throws -> [DecodedMessage] {
    var envelope = Envelope(collectsWarnings: true)
    let topicBytes = Array(topic.utf8)
    let arrival = Arrival(at: now, wildcard: Self.secondLevel(of: topicBytes))
    do {
      try format.read(payload.span, topic: topicBytes.span, arrival, into: &envelope)
    } catch {
      throw Failure(.refused, "\(format.name): \(error)")
    }
    guard !envelope.uplinks.isEmpty else {
      return [
        DecodedMessage(
          network: .init(device: nil, frameCounter: nil, receivedAt: nil), readings: [],
          warnings: ["the message carries no measurement: the daemon counts it as ignored"])
      ]
    }
    return try envelope.uplinks.map { try message($0, in: envelope) }
  }

  private func message(_ entry: Envelope.Entry, in envelope: Envelope) throws -> DecodedMessage {
    let receivedAt = entry.uplink.receivedAt
    let network = DecodedMessage.Network(
      device: String(decoding: envelope.bytes[entry.identifier], as: UTF8.self),
      frameCounter: entry.uplink.frameCounter, receivedAt: WireTime(receivedAt))
    var readings: [Reading] = []
    var warnings = envelope.readings.warnings
    switch entry.content {
    case .readings(let range): readings = Array(envelope.readings.items[range])
    case .payload(let range):
      let bytes = Array(envelope.bytes[range])
      if codec == nil {
        warnings.append(
          "payload \(HexText.text(bytes)) on port \(entry.uplink.port): --codec NAME decodes it")
      } else {
        var decoded = Readings(collectsWarnings: true)
        try decode(bytes, port: entry.uplink.port, receivedAt: receivedAt, into: &decoded)
        readings = decoded.items
        warnings += decoded.warnings
      }
    }
    return DecodedMessage(
      network: network, readings: readings.map { .init($0, receivedAt: receivedAt) }, warnings: warnings)
  }

  private func decode(
    _ bytes: [UInt8], port: UInt8, receivedAt: Timestamp, into readings: inout Readings
  ) throws {
    guard let codec, !bytes.isEmpty else { return }
    let context = DecodeContext(port: port, receivedAt: receivedAt, parameters: parameters)
    do {
      try codec.decode(bytes.span, context, into: &readings)
    } catch {
      throw Failure(.refused, "\(codec.name): \(error)")
    }
  }

  /// Where the first wildcard of the usual subscriptions stands: `nbiot/+/senml`, `v3/+/devices/+/up`.
  private static func secondLevel(of topic: [UInt8]) -> Range<Int> {
    let slash = UInt8(ascii: "/")
    guard let first = topic.firstIndex(of: slash) else { return 0..<0 }
    let end = topic[(first + 1)...].firstIndex(of: slash) ?? topic.endIndex
    return first + 1..<end
  }
}
