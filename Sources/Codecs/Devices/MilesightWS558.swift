import Model

/// Milesight WS558: a controller of eight lamps.
///
/// The lamp is on when any of the eight is.
/// Source: Milesight WS558 user guide, "Sensor data".
enum MilesightWS558: Codec {
  static let name = "milesight-ws558"
  static let vendor = Milesight.vendor
  static let models = ["WS558"]
  static let deviceClass = DeviceClass.lighting
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] =
    Milesight.mains + [
      // Which relays have changed, then which are on.
      .flag(0x08, 0x31, .lampOn, at: 1, mask: 0xFF, length: 2)
    ]
}
