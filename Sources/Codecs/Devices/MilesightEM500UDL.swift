import Model

/// Milesight EM500-UDL: ultrasonic distance, for containers and tanks.
///
/// Source: Milesight EM500 series user guide, "Sensor data".
enum MilesightEM500UDL: Codec {
  static let name = "milesight-em500-udl"
  static let vendor = Milesight.vendor
  static let models = ["EM500-UDL"]
  static let deviceClass = DeviceClass.container
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .distance(0x03),
    .one(0x83, 0xE9, .distance, .uint16LE, length: 5),
    .history(length: 6, [WireField(.distance, .uint16LE, at: 4)]),
  ]
}
