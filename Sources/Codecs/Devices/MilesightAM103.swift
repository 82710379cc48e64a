import Model

/// Milesight AM103: temperature, humidity and CO2 of a room.
///
/// Source: Milesight AM103(L) user guide, "Sensor data".
enum MilesightAM103: Codec {
  static let name = "milesight-am103"
  static let vendor = Milesight.vendor
  static let models = ["AM103", "AM103L"]
  static let deviceClass = DeviceClass.indoorAir
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
    .co2(0x07),
    .history(
      length: 9,
      [
        WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint8, at: 6, per: 2),
        WireField(.co2, .uint16LE, at: 7),
      ]),
  ]
}
