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
    guard let start = MClimate.report(payload, kind: 0x51, length: 8) else {
      return readings.warn("only answers to commands")
    }
    let at = context.receivedAt
    // A flag of presence above ten bits of temperature.
    let word = try payload.uint16BE(at: start + 1, "a temperature")
    readings.append(.temperature, Double(word & 0x3FF) / 10 - 40, at: at)
    readings.append(.occupied, word & 0x400 == 0 ? 0 : 1, at: at)
    try fields.append(payload, at: start, at, to: &readings)
    try MClimate.appendCO2(payload, at: start + 5, at, to: &readings)
  }

  private static let fields = [
    MClimate.humidity(at: 3), WireField(.batteryVoltage, .uint8, at: 4, times: 8, per: 1000, plus: 1.7),
    WireField(.motion, .uint8, at: 7),
  ]
}
