import Codecs
import Model
import Scripts
import Wire

/// Decodes what a person gives on the command line.
struct Decoding {
  /// What reads the device's payload, if it was named.
  var reader: PayloadReader?
  var parameters: Parameters
  /// Where things stand in a message whose format leaves that open.
  var paths: MessagePaths?
  var now: Timestamp

  /// A device's own bytes.
  /// - Throws: `Failure` with what was expected, and where.
  func payload(_ bytes: [UInt8], port: UInt8?) throws -> DecodedMessage {
    var readings = Readings(collectsWarnings: true)
    try decode(bytes, port: port ?? onlyPort ?? 0, receivedAt: now, into: &readings)
    if readings.items.isEmpty, readings.warnings.isEmpty {
      readings.warn("the payload holds no measurement of ours")
    }
    return result(nil, readings, receivedAt: now)
  }

  private func result(
    _ network: DecodedMessage.Network?, _ readings: Readings, receivedAt: Timestamp
  ) -> DecodedMessage {
    let implausible = readings.items.filter { !$0.quantity.range.contains($0.value) }.map {
      "\($0.quantity.name) \($0.value) is not possible: the daemon does not use it (wrong codec or port?)"
    }
    return DecodedMessage(
      network: network, readings: readings.items.map { .init($0, receivedAt: receivedAt) },
      warnings: readings.warnings + implausible)
  }

  /// The port of a codec that has only one.
  private var onlyPort: UInt8? {
    guard case .native(let codec) = reader, codec.ports.count == 1 else { return nil }
    return codec.ports.first
  }

  /// A whole message: one result for each uplink in it, or one that says that there is none.
  /// - Throws: `Failure` with what was expected, and where.
  func messages(format: any Format.Type, topic: String, payload: [UInt8]) throws -> [DecodedMessage] {
    var envelope = Envelope(collectsWarnings: true)
    let topicBytes = Array(topic.utf8)
    let arrival = Arrival(at: now, wildcard: Self.secondLevel(of: topicBytes), paths: paths)
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
    return try envelope.uplinks.map { try message($0, in: envelope, payload) }
  }

  private func message(
    _ entry: Envelope.Entry, in envelope: Envelope, _ body: [UInt8]
  ) throws -> DecodedMessage {
    let receivedAt = entry.uplink.receivedAt
    let network = DecodedMessage.Network(
      device: String(decoding: envelope.bytes[entry.identifier], as: UTF8.self),
      frameCounter: entry.uplink.frameCounter, receivedAt: WireTime(receivedAt))
    var readings = Readings(collectsWarnings: true)
    for warning in envelope.readings.warnings { readings.warn(warning) }
    if case .network(let map) = reader, let decoded = entry.decoded {
      try read(decoded, map, body, receivedAt, into: &readings)
    } else {
      switch entry.content {
      case .readings(let range):
        for reading in envelope.readings.items[range] {
          readings.append(reading.quantity, reading.value, at: reading.at)
        }
      case .payload(let range):
        let bytes = Array(envelope.bytes[range])
        try decode(bytes, port: entry.uplink.port, receivedAt: receivedAt, into: &readings)
      }
    }
    return result(network, readings, receivedAt: receivedAt)
  }

  private func read(
    _ decoded: ServerDecoding, _ map: FieldMap, _ body: [UInt8], _ receivedAt: Timestamp,
    into readings: inout Readings
  ) throws {
    do {
      try map.read(decoded, in: body.span, receivedAt: receivedAt, into: &readings)
    } catch {
      throw Failure(.refused, "network: \(error)")
    }
  }

  private func decode(
    _ bytes: [UInt8], port: UInt8, receivedAt: Timestamp, into readings: inout Readings
  ) throws {
    guard !bytes.isEmpty else { return }
    switch reader {
    case nil:
      readings.warn("payload \(HexText.text(bytes)) on port \(port): --codec NAME decodes it")
    case .network:
      throw Failure(
        .refused, "network: the message has no object that a payload formatter made",
        hint: "does the network server have a payload formatter for this device?")
    case .script(let file, let map):
      try run(file, map, bytes, port: port, receivedAt: receivedAt, into: &readings)
    case .native(let codec):
      let context = DecodeContext(port: port, receivedAt: receivedAt, parameters: parameters)
      do {
        try codec.decode(bytes.span, context, into: &readings)
      } catch {
        throw Failure(.refused, "\(codec.name): \(error)")
      }
    }
  }

  private func run(
    _ file: String, _ map: FieldMap, _ bytes: [UInt8], port: UInt8, receivedAt: Timestamp,
    into readings: inout Readings
  ) throws {
    var runner = ScriptRunner(program: ScriptRunner.installedProgram, sources: [ScriptSource.read(file)])
    let call = ScriptCall(script: 0, port: port, receivedAt: receivedAt, payload: bytes)
    switch runner.answer([call]).first {
    case .object(let answer):
      do {
        try map.read(script: answer.span, receivedAt: receivedAt, into: &readings)
      } catch {
        throw Failure(.refused, "js:\(file): \(error)")
      }
      // The names that still want a meaning are in there.
      if readings.items.isEmpty {
        readings.warn("the script gives \(String(decoding: answer, as: UTF8.self))")
      }
    case .failure(let reason): throw Failure(.refused, "js:\(file): \(reason)")
    case nil: break
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
