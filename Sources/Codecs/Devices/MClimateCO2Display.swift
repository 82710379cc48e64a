import Model

/// MClimate CO2 Display: CO2, temperature, humidity and light of a room, and with the bigger one motion.
enum MClimateCO2Display: Codec {
  static let name = "mclimate-co2-display"
  static let vendor = MClimate.vendor
  static let models = ["CO2 Display", "CO2 Display lite"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, lengths: (11, 10)) else {
      return readings.warn("only answers to commands")
    }
    try fields.append(payload, at: start, context.receivedAt, to: &readings)
    try MClimate.appendCO2(payload, at: start + 6, context.receivedAt, to: &readings)
    if payload.count - start == 11 {
      try motion.append(payload, at: start, context.receivedAt, to: &readings)
    }
  }

  private static let fields = [
    MClimate.temperature(at: 1), MClimate.humidity(at: 3),
    WireField(.batteryVoltage, .uint16BE, at: 4, per: 1000), WireField(.illuminance, .uint16BE, at: 8),
  ]
  private static let motion = WireField(.motion, .flag(0xFF), at: 10)
}
