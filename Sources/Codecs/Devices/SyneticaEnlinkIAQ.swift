import Model

/// Synetica enLink IAQ: records of type and value, most significant byte first.
///
/// Volatile compounds and the CO2 that is estimated from them are left out beside a CO2 sensor, as are gases in ppm and
/// ppb, and what a mains-powered device would measure if it were cooler. Types 61 and 66 name their gas first. An
/// answer to a downlink begins with A5.
/// Source: Synetica, "enLink LoRaWAN payload", and its published decoders.
enum SyneticaEnlinkIAQ: Codec {
  static let name = "synetica-enlink-iaq"
  static let vendor = "Synetica"
  static let models = ["enLink Air", "enLink IAQ"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard payload[0] != 0xA5 else { return }
    var offset = 0
    while offset < payload.count {
      let type = payload[offset]
      guard let length = length(type) else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 0, expected: "a type of this device")
        }
        return readings.warn("unknown type \(type) at byte \(offset): the rest is left out")
      }
      try payload.require(length, at: offset + 1, "\(length) bytes of type \(type)")
      if let field = type == gas ? gases[payload[offset + 1]] : fields[type] {
        try field.append(payload, at: offset + 1, context.receivedAt, to: &readings)
      }
      offset += 1 + length
    }
  }

  /// The length of a value; 40 to 4E are about the device.
  private static func length(_ type: UInt8) -> Int? {
    switch type {
    case 0x02, 0x06, 0x16, 0x41, 0x44, 0x47: 1
    case 0x01, 0x03...0x05, 0x07...0x0D, 0x17...0x19, 0x3B...0x3D, 0x53...0x56, 0x67, 0x68, 0x70...0x72: 2
    case 0x40, 0x42, 0x43, 0x45, 0x46, 0x48...0x4C, 0x4E: 2
    case 0x12...0x14, 0x36...0x3A, 0x3F, 0x4D, 0x50...0x52, 0x57...0x60, 0x69...0x6F: 4
    case 0x61, 0x66: 5
    default: nil
    }
  }

  private static let fields: [UInt8: WireField] = [
    0x01: WireField(.temperature, .int16BE, per: 10),
    0x02: WireField(.humidity, .uint8),
    0x03: WireField(.illuminance, .uint16BE),
    0x04: WireField(.pressure, .uint16BE),
    0x05: WireField(.iaq, .uint16BE),
    0x08: WireField(.co2, .uint16BE),
    0x0B: WireField(.pm25, .uint16BE),
    0x0C: WireField(.pm10, .uint16BE),
    0x3B: WireField(.humidity, .uint16BE, per: 100),
    0x42: WireField(.batteryVoltage, .uint16BE, per: 1000),
    // An average of which is not said that it is one of energy.
    0x51: WireField(.noiseLA, .float32BE),
    0x52: WireField(.noiseLAmax, .float32BE),
    0x58: WireField(.pm25, .float32BE),
    0x5A: WireField(.pm10, .float32BE),
  ]

  /// The type of a gas in µg/m³.
  private static let gas: UInt8 = 0x66
  private static let gases: [UInt8: WireField] = [
    0x21: WireField(.no2, .float32BE, at: 1), 0x23: WireField(.o3, .float32BE, at: 1),
  ]
}
