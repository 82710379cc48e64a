import Model

/// Milesight WS302: sound level.
///
/// Only levels with frequency weighting A are ours; the device can be set to C or Z.
/// Source: Milesight WS302 user guide, "Sensor data".
enum MilesightWS302: Codec {
  static let name = "milesight-ws302"
  static let vendor = Milesight.vendor
  static let models = ["WS302"]
  static let deviceClass = DeviceClass.noise
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  private static let records: [Milesight.Record] = [
    .battery,
    .several(
      0x05, 0x5B, length: 7, "sound levels", condition: Milesight.Condition(mask: 0x03, value: 0x01),
      [
        WireField(.noiseLA, .uint16LE, at: 1, per: 10),
        WireField(.noiseLAeq, .uint16LE, at: 3, per: 10),
        WireField(.noiseLAmax, .uint16LE, at: 5, per: 10),
      ]),
  ]
}
