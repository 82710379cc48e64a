import Model

/// Milesight EM410-RDL: radar distance, temperature and tilt, for containers and manholes.
///
/// A distance that the device itself doubts (too near, no target, sensor fault) is left out. Stored values have 11
/// bytes or, in other firmware, 6; a series of distances does not say which is of when.
/// Source: Milesight EM410-RDL user guide, "Sensor data", and its published decoders.
enum MilesightEM410RDL: Codec {
  static let name = "milesight-em410-rdl"
  static let vendor = Milesight.vendor
  static let models = ["EM410-RDL"]
  static let deviceClass = DeviceClass.container
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  /// FFFD no target, FFFF sensor fault, FFFE switched off.
  private static let noDistance = [-3, -2, -1]
  private static let records: [Milesight.Record] = [
    .battery,
    .skipped(0x01, 0xB9, length: 2, "voltage"),
    .temperature(0x03),
    .one(0x04, 0x82, .distance, .int16LE, missing: noDistance),
    .tilt(0x05),
    .skipped(0x06, 0xC7, length: 2, "radar signal"),
    .rest(0x07, 0xBA, "a series of distances"),
    .one(0x84, 0x82, .distance, .int16LE, missing: noDistance, length: 3),
    .one(0x94, 0x82, .distance, .int16LE, missing: noDistance, length: 5),
    .several(
      0xB4, 0x82, length: 3, "distance exception",
      condition: Milesight.Condition(offset: 2, mask: 0xFF, value: 0),
      [WireField(.distance, .int16LE, at: 0, missing: noDistance)]),
    // Where both fit it is the shorter one: what begins like a record is no temperature.
    .history(length: 6, [storedDistance]),
    .history(
      length: 11, [storedDistance, WireField(.temperature, .int16LE, at: 6, per: 10, missing: [-2, -1])]),
  ]
  private static let storedDistance = WireField(.distance, .int16LE, at: 4, missing: noDistance)
}
