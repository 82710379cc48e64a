import Model

/// Milesight EM310-UDL: ultrasonic distance and tilt, for containers.
///
/// The fill level follows from the distance and the asset's geometry; the device doesn't send it.
/// Source: Milesight EM310-UDL user guide, "Sensor data".
enum MilesightEM310UDL: Codec {
  static let name = "milesight-em310-udl"
  static let vendor = Milesight.vendor
  static let models = ["EM310-UDL"]
  static let deviceClass = DeviceClass.container
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [.battery, .distance(0x03), .tilt(0x04)]
}
