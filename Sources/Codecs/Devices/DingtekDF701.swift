import Model

/// Dingtek DF701: ultrasonic distance, for containers.
///
/// Source: Dingtek DF701 user manual.
enum DingtekDF701: Codec {
  static let name = "dingtek-df701"
  static let vendor = Dingtek.vendor
  static let models = ["DF701"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [18]) else { return }
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange),
    WireField(.batteryVoltage, .uint16BE, at: 13, per: 100),
  ]
}
