import Model

/// Milesight AM308: the air in a room, with particulate matter.
///
/// Source: Milesight AM300 series user guide, "Sensor data".
enum MilesightAM308: Codec {
  static let name = "milesight-am308"
  static let vendor = Milesight.vendor
  static let models = ["AM308", "AM308L"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records = Milesight.roomAir(historyLength: 20)
}
