import Model

/// Dingtek DF556: level of a liquid, for tanks.
///
/// The sensor is at the bottom: the level is the distance from it up to the liquid's surface.
/// Source: Dingtek DF556 user manual.
enum DingtekDF556: Codec {
  static let name = "dingtek-df556"
  static let vendor = Dingtek.vendor
  static let models = ["DF556"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    // With the location 26 bytes.
    guard try Dingtek.isMeasurement(payload, context, lengths: [18, 26]) else { return }
    try Dingtek.distance.append(payload, at: 0, context.receivedAt, to: &readings)
    let voltage = payload.count == 18 ? 13 : 21
    try Dingtek.batteryVoltage.append(payload, at: voltage, context.receivedAt, to: &readings)
  }
}
