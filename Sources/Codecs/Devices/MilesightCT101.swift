import Model

/// Milesight CT101, CT103 and CT105: current through one conductor, and the clamp's temperature.
///
/// The device sums up ampere hours, which are no energy without a voltage; the second version of the firmware can count
/// energy, with the voltage that it is told.
/// Source: Milesight CT10x user guide, "Sensor data".
enum MilesightCT101: Codec {
  static let name = "milesight-ct101"
  static let vendor = Milesight.vendor
  static let models = ["CT101", "CT103", "CT105"]
  static let deviceClass = DeviceClass.energy
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .skipped(0x03, 0x97, length: 4, "ampere hours"),
    .one(0x04, 0x98, .current, .uint16LE, per: 100, missing: [0xFFFF]),
    .temperature(0x09, missing: Milesight.noClampTemperature),
    .energy(0x10),
    .skipped(0x13, 0x75, length: 1, "low voltage"),
    // Highest, lowest and present current, then what kind of alarm it is.
    .several(
      0x84, 0x98, length: 7, "current alarm",
      [WireField(.current, .uint16LE, at: 4, per: 100, missing: [0xFFFF])]),
    .temperature(0x89, alarm: true),
  ]
}
