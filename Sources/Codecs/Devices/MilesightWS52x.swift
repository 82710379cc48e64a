import Model

/// Milesight WS513, WS515, WS523 and WS525: sockets that measure what is plugged in.
///
/// Source: Milesight WS51x and WS52x user guides, "Sensor data".
enum MilesightWS52x: Codec {
  static let name = "milesight-ws52x"
  static let vendor = Milesight.vendor
  static let models = ["WS513", "WS515", "WS523", "WS525"]
  static let deviceClass = DeviceClass.energy
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] =
    Milesight.mains + [
      .skipped(0x08, 0x70, length: 1, "socket state"),
      .temperature(0x09),
      .skipped(0xFF, 0x3F, length: 1, "mark of a power outage"),
    ]
}
