import Model

/// MClimate CO2 & PIR lite: CO2, temperature, humidity and presence in a room.
enum MClimateCO2PIRLite: Codec {
  static let name = "mclimate-co2-pir-lite"
  static let vendor = MClimate.vendor
  static let models = ["CO2 & PIR lite"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, kinds: kinds, length: 8) else {
      return readings.warn("only answers to commands")
    }
    let at = context.receivedAt
    // A flag of presence above ten bits of temperature.
    let word = try payload.uint16BE(at: start + 1, "a temperature")
    readings.append(.temperature, Double(word & 0x3FF - 400) / 10, at: at)
    readings.append(.occupied, word & 0x400 == 0 ? 0 : 1, at: at)
    try fields.append(payload, at: start, at, to: &readings)
    try MClimate.appendCO2(payload, at: start + 5, at, to: &readings)
  }

  /// 81; a published decoder takes it for the decimal 81, and its example was made so.
  private static let kinds: [UInt8] = [0x81, 0x51]
  private static let fields = [
    MClimate.humidity(at: 3),
    // 255 steps from 1.6 V to 3.8 V.
    WireField(.batteryVoltage, .uint8, at: 4, times: 2.2, per: 255, plus: 1.6),
    WireField(.motion, .uint8, at: 7),
  ]
}
