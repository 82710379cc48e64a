import Model

/// Synetica enLink IAQ: records of type and value, most significant byte first.
///
/// Volatile compounds and the CO2 that is estimated from them are left out beside a CO2 sensor.
/// Source: Synetica, "enLink LoRaWAN payload".
enum SyneticaEnlinkIAQ: Codec {
  static let name = "synetica-enlink-iaq"
  static let vendor = "Synetica"
  static let models = ["enLink Air", "enLink IAQ"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    var offset = 0
    while offset < payload.count {
      guard let length = lengths[payload[offset]] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 0, expected: "a type of this device")
        }
        return readings.warn("unknown type \(payload[offset]) at byte \(offset): the rest is left out")
      }
      try payload.require(length, at: offset + 1, "\(length) bytes of type \(payload[offset])")
      if let field = fields[payload[offset]] {
        try field.append(payload, at: offset + 1, context.receivedAt, to: &readings)
      }
      offset += 1 + length
    }
  }

  /// The length of a value by its type.
  private static let lengths: [UInt8: Int] = [
    0x01: 2, 0x02: 1, 0x04: 2, 0x05: 2, 0x08: 2, 0x12: 4, 0x3F: 4, 0x42: 2, 0x57: 4, 0x58: 4, 0x59: 4,
    0x5A: 4, 0x5B: 4, 0x5C: 4, 0x5D: 4, 0x5E: 4, 0x5F: 4, 0x60: 4,
  ]

  private static let fields: [UInt8: WireField] = [
    0x01: WireField(.temperature, .int16BE, per: 10),
    0x02: WireField(.humidity, .uint8),
    0x04: WireField(.pressure, .uint16BE),
    0x08: WireField(.co2, .uint16BE),
    0x42: WireField(.batteryVoltage, .uint16BE, per: 1000),
    0x58: WireField(.pm25, .float32BE),
    0x5A: WireField(.pm10, .float32BE),
  ]
}
