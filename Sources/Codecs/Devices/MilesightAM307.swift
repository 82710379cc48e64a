import Model

/// Milesight AM307: the air and the presence in a room.
///
/// Source: Milesight AM300 series user guide, "Sensor data".
enum MilesightAM307: Codec {
  static let name = "milesight-am307"
  static let vendor = Milesight.vendor
  static let models = ["AM307", "AM307L"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  // Where both histories fit it is the longer one: reports of the present do not stand behind stored ones.
  private static let records = Milesight.brightHistory + Milesight.roomAir(historyLength: 16)
}
