import Model

/// Milesight CT303, CT305 and CT310: currents of three phases, and the clamps' temperature.
///
/// The quantity has one value per building, so of several phases in one frame the highest current counts: the
/// one that a fuse sees. The device sums up ampere hours, which are no energy without a voltage; the second version of
/// the firmware can count the energy of each phase, with the voltage that it is told.
/// Source: Milesight CT3xx user guide, "Sensor data".
enum MilesightCT303: Codec {
  static let name = "milesight-ct303"
  static let vendor = Milesight.vendor
  static let models = ["CT303", "CT305", "CT310"]
  static let deviceClass = DeviceClass.energy
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, phases: .current, parts: .energy, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .skipped(0x03, 0x97, length: 4, "ampere hours"),
    .skipped(0x05, 0x97, length: 4, "ampere hours"),
    .skipped(0x07, 0x97, length: 4, "ampere hours"),
    .current(0x04), .current(0x06), .current(0x08),
    .temperature(0x09, missing: Milesight.noClampTemperature),
    .energy(0x10), .energy(0x11), .energy(0x12),
    .skipped(0x13, 0x75, length: 1, "low voltage"),
    .currentAlarm(0x84), .currentAlarm(0x86), .currentAlarm(0x88),
    .temperature(0x89, alarm: true),
  ]
}

extension Milesight.Record {
  fileprivate static func current(_ channel: UInt8) -> Self {
    one(channel, 0x99, .current, .uint16LE, per: 10, missing: [0xFFFF])
  }

  /// Highest, lowest and present current, then what kind of alarm it is.
  fileprivate static func currentAlarm(_ channel: UInt8) -> Self {
    several(
      channel, 0x99, length: 7, "current alarm",
      [WireField(.current, .uint16LE, at: 4, per: 10, missing: [0xFFFF])])
  }
}
