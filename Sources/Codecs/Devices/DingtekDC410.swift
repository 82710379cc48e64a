import Model

/// Dingtek DC410 and DC413: ultrasonic distance, temperature and tilt, for manholes.
///
/// Source: Dingtek DC410 user manual; DC413 in The Things Network's device repository.
enum DingtekDC410: Codec {
  static let name = "dingtek-dc410"
  static let vendor = Dingtek.vendor
  static let models = ["DC410", "DC413"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [17, 25]) else { return }
    try Dingtek.appendContainer(payload, context.receivedAt, to: &readings)
  }
}
