import Model

/// Milesight AM104 and AM107: the air, the light and the activity in a room.
///
/// Volatile compounds come in ppb, from which no mass concentration follows: they are left out.
/// Source: Milesight AM104/AM107 user guide, "Sensor data".
enum MilesightAM107: Codec {
  static let name = "milesight-am107"
  static let vendor = Milesight.vendor
  static let models = ["AM104", "AM107"]
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
    .one(0x05, 0x6A, .motion, .uint16LE),
    // Visible light in lux; then two channels of raw counts.
    .one(0x06, 0x65, .illuminance, .uint16LE, length: 6),
    .co2(0x07),
    .skipped(0x08, 0x7D, length: 2, "TVOC"),
    .pressure(0x09),
    .skipped(0x0A, 0x6A, length: 2, "unknown use"),
  ]
}
