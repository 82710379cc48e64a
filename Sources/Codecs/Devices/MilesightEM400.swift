import Model

/// Milesight EM400-MUD, -UDL and -TLD: ultrasonic or laser distance, temperature and tilt, for containers.
///
/// Source: Milesight EM400 user guides, "Sensor data".
enum MilesightEM400: Codec {
  static let name = "milesight-em400"
  static let vendor = Milesight.vendor
  static let models = ["EM400-MUD", "EM400-TLD", "EM400-UDL"]
  static let deviceClass = DeviceClass.container
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .temperature(0x03),
    .distance(0x04),
    .tilt(0x05),
    .skipped(0x06, 0x88, length: 9, "location"),
    .temperature(0x83, alarm: true),
    .distance(0x84, alarm: true),
    .skipped(0x88, 0x00, length: 1, "alarm"),
  ]
}
