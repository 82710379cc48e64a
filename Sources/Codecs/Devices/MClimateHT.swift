import Model

/// MClimate HT Sensor: temperature and humidity of a room.
///
/// Reports have 5 bytes, and 7 in the models with a connector for a probe.
enum MClimateHT: Codec {
  static let name = "mclimate-ht-sensor"
  static let vendor = MClimate.vendor
  static let models = ["HT Sensor"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, lengths: (7, 5)) else {
      return readings.warn("only answers to commands")
    }
    try fields.append(payload, at: start, context.receivedAt, to: &readings)
    // Tenths of a volt above 2 V.
    let tenths = payload[start + 4] >> 4
    readings.append(.batteryVoltage, Double(20 + tenths) / 10, at: context.receivedAt)
  }

  private static let fields = [MClimate.temperature(at: 1), MClimate.humidity(at: 3)]
}
