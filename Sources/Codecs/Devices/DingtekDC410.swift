import Model

/// Dingtek DC410: ultrasonic distance and temperature, for manholes.
///
/// Source: Dingtek DC410 user manual.
enum DingtekDC410: Codec {
  static let name = "dingtek-dc410"
  static let vendor = Dingtek.vendor
  static let models = ["DC410"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [17, 25]) else { return }
    let fields = payload.count == 17 ? short : withLocation
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let short = [
    WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange),
    WireField(.temperature, .int8, at: 8),
  ]
  private static let withLocation = [
    WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange),
    WireField(.temperature, .int8, at: 16),
  ]
}
