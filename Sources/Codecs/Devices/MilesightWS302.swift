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
        Milesight.Field(quantity: .noiseLA, encoding: .uint16, offset: 1, scale: 0.1),
        Milesight.Field(quantity: .noiseLAeq, encoding: .uint16, offset: 3, scale: 0.1),
        Milesight.Field(quantity: .noiseLAmax, encoding: .uint16, offset: 5, scale: 0.1),
      ]),
  ]
}
