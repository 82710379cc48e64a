import Model

/// Milesight WS501, WS502 and WS503: wall switches for one to three lamps.
///
/// The lamp is on when any of them is. Newer devices measure what the lamps use.
/// Source: Milesight WS50x user guide, "Sensor data".
enum MilesightWS50x: Codec {
  static let name = "milesight-ws50x"
  static let vendor = Milesight.vendor
  static let models = ["WS501", "WS502", "WS503"]
  static let deviceClass = DeviceClass.lighting
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] =
    Milesight.mains + [
      // Bits 0 to 2 are the switches, bits 4 to 6 which of them have changed.
      .flag(0xFF, 0x29, .lampOn, mask: 0x07), .flag(0x08, 0x29, .lampOn, mask: 0x07),
    ]
}
