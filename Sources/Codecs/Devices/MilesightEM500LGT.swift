import Model

/// Milesight EM500-LGT: light.
///
/// Source: Milesight EM500 series user guide, "Sensor data".
enum MilesightEM500LGT: Codec {
  static let name = "milesight-em500-lgt"
  static let vendor = Milesight.vendor
  static let models = ["EM500-LGT"]
  static let deviceClass = DeviceClass.environment
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .one(0x03, 0x94, .illuminance, .uint32LE),
    .history(length: 8, [WireField(.illuminance, .uint32LE, at: 4)]),
  ]
}
