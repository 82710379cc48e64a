import Model

/// SenML packs in JSON or CBOR: named values straight from a device, in no network's envelope.
///
/// All of RFC 8428's resolution is done here (see ``SenMLPack``), so what comes out are readings with their
/// own times. Who sent a record:
/// - Where the subscription has a wildcard, the topic's device is the sender of all records without a base
///   name and of those under the pack's first base name, whatever that is (`urn:dev:imei:…:` or the like).
/// - A URN before a record's own quantity (`urn:dev:ow:10e2:temp`) is unique in the world without a base name, so it
///   counts as one.
/// - A base name further on that is neither the first nor the topic's device, nor continues one of them
///   behind a separator (`dev-1` and `dev-1/room`), names another device: itself.
/// - Without a wildcard the base name is the device; without a base name it is the record's name without
///   the quantity behind its last `:` or `/`.
///
/// Separators (`:` `/` `-` `_` `.`) at the end of a base name don't belong to the identifier.
enum SenML: Format {
  static let name = "senml"

  static func read(
    _ payload: Span<UInt8>, topic: Span<UInt8>, _ arrival: Arrival, into envelope: inout Envelope
  ) throws(DecodeError) {
    var pack = SenMLPack(topic: topic, arrival, &envelope)
    if payload.isCBORArray {
      try pack.read(cbor: payload, into: &envelope)
    } else {
      try pack.read(json: payload, into: &envelope)
    }
    try pack.finish()
  }
}

extension Span<UInt8> {
  /// Whether this begins with the head of an array in CBOR, which no JSON text does.
  fileprivate var isCBORArray: Bool { count > 0 && self[0] >> 5 == 4 }
}
