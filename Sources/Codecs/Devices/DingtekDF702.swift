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
    let fields = payload.count == 17 ? short : withLocation
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let short = [
    WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange),
    WireField(.temperature, .int8, at: 8), WireField(.tilt, .flag(0xF0), at: 12),
  ]
  private static let withLocation = [
    WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange),
    WireField(.temperature, .int8, at: 16), WireField(.tilt, .flag(0xF0), at: 20),
  ]
}
