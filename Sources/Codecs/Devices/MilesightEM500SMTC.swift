import Model

/// Milesight EM500-SMTC: moisture, temperature and conductivity of the soil.
///
/// FFFF and FFFD mean that the probe could not be read; as temperatures they would be -0.1 and -0.3 °C, which
/// therefore are never reported.
/// Source: Milesight EM500 series user guide, "Sensor data".
enum MilesightEM500SMTC: Codec {
  static let name = "milesight-em500-smtc"
  static let vendor = Milesight.vendor
  static let models = ["EM500-SMT", "EM500-SMTC"]
  static let deviceClass = DeviceClass.soil
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .one(0x03, 0x67, .soilTemperature, .int16LE, per: 10, missing: [-1, -3]),
    .one(0x04, 0x68, .soilMoisture, .uint8, per: 2),
    .one(0x04, 0xCA, .soilMoisture, .uint16LE, per: 100, missing: [0xFFFF, 0xFFFD]),
    .one(0x05, 0x7F, .soilConductivity, .uint16LE, missing: [0xFFFF, 0xFFFD]),
    .one(0x83, 0xD7, .soilTemperature, .int16LE, per: 10, length: 5),
    .history(
      length: 10,
      [
        WireField(.soilConductivity, .uint16LE, at: 4, missing: [0xFFFF, 0xFFFD]),
        WireField(.soilTemperature, .int16LE, at: 6, per: 10, missing: [-1, -3]),
        WireField(.soilMoisture, .uint16LE, at: 8, per: 100, missing: [0xFFFF, 0xFFFD]),
      ]),
  ]
}
