import Model

/// Pepperl+Fuchs WILSEN.sonic: ultrasonic distance and fill level.
///
/// Records of length (of what follows), id (2) and data; most significant byte first.
/// Source: Pepperl+Fuchs WILSEN.sonic manual, "Payload".
enum PepperlFuchsWilsen: Codec {
  static let name = "pepperl-fuchs-wilsen"
  static let vendor = "Pepperl+Fuchs"
  static let models = ["WILSEN.sonic.distance", "WILSEN.sonic.level"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    var offset = 0
    while offset < payload.count {
      let length = try payload.uint8(at: offset, "a record's length")
      guard length >= 2 else {
        throw DecodeError(.malformedPayload, at: offset, expected: "a length of 2 or more")
      }
      try payload.require(length, at: offset + 1, "a record of \(length) bytes")
      let id = try payload.uint16BE(at: offset + 1, "an id")
      if let field = fields[id] {
        guard length == 2 + field.length else {
          throw DecodeError(
            .malformedPayload, at: offset, expected: "a length of \(2 + field.length) for \(field.name)")
        }
        try field.append(payload, at: offset + 3, context.receivedAt, to: &readings)
      }
      offset += 1 + length
    }
  }

  /// What the records measure, by id; the others are counters, location and the serial number.
  private static let fields: [Int: WireField] = [
    0x0B01: WireField(.distance, .uint16BE, times: 10),
    0x0B02: WireField(.distance, .uint16BE),
    0x0B06: WireField(.fillLevel, .uint8),
    0x0201: WireField(.temperature, .float32BE),
    0x5101: WireField(.batteryVoltage, .uint8, per: 10),
  ]
}
