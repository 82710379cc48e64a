import Model

/// Milesight EM500-CO2: CO2, temperature, humidity and pressure, indoors or out.
///
/// Source: Milesight EM500 series user guide, "Sensor data".
enum MilesightEM500CO2: Codec {
  static let name = "milesight-em500-co2"
  static let vendor = Milesight.vendor
  static let models = ["EM500-CO2"]
  static let deviceClass = DeviceClass.environment
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .temperature(0x03),
    .humidity(0x04),
    .co2(0x05),
    .pressure(0x06),
    .one(0x83, 0xD7, .temperature, .int16LE, per: 10, length: 5),
    .history(
      length: 11,
      [
        WireField(.co2, .uint16LE, at: 4), WireField(.pressure, .uint16LE, at: 6, per: 10),
        WireField(.temperature, .int16LE, at: 8, per: 10), WireField(.humidity, .uint8, at: 10, per: 2),
      ]),
  ]
}
