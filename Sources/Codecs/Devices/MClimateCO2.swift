import Model

/// MClimate CO2 Sensor and Notifier: CO2, temperature and humidity of a room.
enum MClimateCO2: Codec {
  static let name = "mclimate-co2-sensor"
  static let vendor = MClimate.vendor
  static let models = ["CO2 Notifier", "CO2 Sensor"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, length: 7) else {
      return readings.warn("only answers to commands")
    }
    try fields.append(payload, at: start, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.co2, .uint16BE, at: 1), MClimate.temperature(at: 3), MClimate.humidity(at: 5),
    MClimate.battery(at: 6),
  ]
}
