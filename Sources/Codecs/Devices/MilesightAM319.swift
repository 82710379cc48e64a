import Model

/// Milesight AM319: the air in a room, with particulate matter and formaldehyde or ozone.
///
/// Source: Milesight AM300 series user guide, "Sensor data", and the published decoder of the WELL edition.
enum MilesightAM319: Codec {
  static let name = "milesight-am319"
  static let vendor = Milesight.vendor
  static let models = ["AM319-HCHO", "AM319-O3", "AM319L-HCHO", "AM319L-O3"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records = Milesight.roomAir(historyLength: 22) + Milesight.wellAir
}
