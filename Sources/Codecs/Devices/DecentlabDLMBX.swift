import Model

/// Decentlab DL-MBX: ultrasonic distance.
///
/// Source: Decentlab, "DL-MBX data decoder".
enum DecentlabDLMBX: Codec {
  static let name = "decentlab-dl-mbx"
  static let vendor = Decentlab.vendor
  static let models = ["DL-MBX"]
  static let deviceClass = DeviceClass.container
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.Sensor(words: 2, fields: [WireField(.distance, .uint16BE)], samples: 2),
    Decentlab.battery,
  ]
}
