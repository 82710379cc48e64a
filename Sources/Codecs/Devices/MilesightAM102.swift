import Model

/// Milesight AM102: temperature and humidity of a room.
///
/// Source: Milesight AM102(L) user guide, "Sensor data".
enum MilesightAM102: Codec {
  static let name = "milesight-am102"
  static let vendor = Milesight.vendor
  static let models = ["AM102", "AM102L"]
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
    .history(
      length: 7,
      [WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint8, at: 6, per: 2)]),
  ]
}
