import Model

/// Dingtek DF702: ultrasonic distance, temperature and tilt, for containers.
///
/// Source: Dingtek DF702 user manual.
enum DingtekDF702: Codec {
  static let name = "dingtek-df702"
  static let vendor = Dingtek.vendor
  static let models = ["DF702", "DF703"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [17, 25]) else { return }
    try Dingtek.appendContainer(payload, context.receivedAt, to: &readings)
  }
}
