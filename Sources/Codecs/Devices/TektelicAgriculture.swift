import Model

/// Tektelic agriculture sensors: records of id, type and value, most significant byte first.
///
/// The soil probes give a frequency and a voltage, whose conversion depends on the soil: they are left out.
/// Ports 100 and 101 are for answers.
/// Source: Tektelic, "Agriculture Sensor: Technical reference manual".
enum TektelicAgriculture: Codec {
  static let name = "tektelic-agriculture"
  static let vendor = "Tektelic"
  static let models = ["Agriculture Sensor", "Clover", "Kiwi"]
  static let deviceClass = DeviceClass.soil
  static let ports: [UInt8] = [10, 100, 101]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 10: break
    case 100, 101: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 10, 100 or 101")
    }
    var offset = 0
    while offset < payload.count {
      let key = try payload.uint16BE(at: offset, "an id and a type")
      guard let length = lengths[key & 0xFF] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 1, expected: "a type of this device")
        }
        return readings.warn("unknown type \(key & 0xFF) at byte \(offset + 1): the rest is left out")
      }
      try payload.require(length, at: offset + 2, "\(length) bytes of type \(key & 0xFF)")
      if key == battery {
        // Below a bit for the end of its life.
        let hundredths = Int(payload[offset + 2] & 0x7F)
        readings.append(.batteryVoltage, Double(250 + hundredths) / 100, at: context.receivedAt)
      }
      if let field = fields[key] {
        try field.append(payload, at: offset + 2, context.receivedAt, to: &readings)
      }
      offset += 2 + length
    }
  }

  private static let battery = 0x00BA

  /// The length of a value by its type.
  private static let lengths = [
    0x00: 1, 0x02: 2, 0x04: 2, 0x65: 2, 0x67: 2, 0x68: 1, 0x71: 6, 0x73: 2, 0xBA: 1, 0xBD: 2, 0xD3: 1,
    0xFF: 2,
  ]

  /// What is measured, by id and type.
  private static let fields: [Int: WireField] = [
    0x0965: WireField(.illuminance, .uint16BE),
    0x0B67: WireField(.temperature, .int16BE, per: 10),
    0x0B68: WireField(.humidity, .uint8, per: 2),
    0x00D3: WireField(.battery, .uint8),
    0x00FF: WireField(.batteryVoltage, .int16BE, per: 100),
  ]
}
