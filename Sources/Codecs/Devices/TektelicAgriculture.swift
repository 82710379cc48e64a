import Model

/// Tektelic agriculture sensors: records of id, type and value, most significant byte first.
///
/// The probe for moisture gives a frequency whose conversion depends on the soil: it is left out. Those for the soil's
/// temperature give a voltage in mV; of several the first counts, which is the one within. Ports 100 and 101 are for answers.
/// Source: Tektelic, "Agriculture Sensor: Technical reference manual", and its decoder in Actility's device catalogue;
/// that in The Things Network's device repository converts the outer probes by another line.
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
    let start = readings.items.count
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
      if key == level {
        // Below a bit for the end of its life, too.
        readings.append(.battery, Double(payload[offset + 2] & 0x7F), at: context.receivedAt)
      }
      if let temperature = soilTemperatures[key] {
        let millivolts = try payload.uint16BE(at: offset + 2, "2 bytes of voltage")
        // Without a probe there is none.
        if millivolts > 0 {
          readings.append(.soilTemperature, temperature(Double(millivolts)), at: context.receivedAt)
        }
      }
      if let field = fields[key] {
        try field.append(payload, at: offset + 2, context.receivedAt, to: &readings)
      }
      offset += 2 + length
    }
    readings.keepFirst(from: start)
  }

  private static let battery = 0x00BA
  private static let level = 0x00D3

  /// The temperature in °C by the voltage of a probe in mV: of the one within, and of the two that can be attached.
  private static let soilTemperatures: [Int: @Sendable (Double) -> Double] = [
    0x0202: { -32.46 * Elementary.log($0) + 236.36 }, 0x0302: thermistor, 0x0402: thermistor,
  ]

  @Sendable private static func thermistor(_ millivolts: Double) -> Double {
    [-33.01, 217.4, -538.6, 628.1, -378.9, 102.9].reduce(0) { $0 * millivolts / 1000 + $1 }
  }

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
    0x0367: WireField(.soilTemperature, .int16BE, per: 10),
    0x0467: WireField(.soilTemperature, .int16BE, per: 10),
    0x00FF: WireField(.batteryVoltage, .int16BE, per: 100),
  ]
}
