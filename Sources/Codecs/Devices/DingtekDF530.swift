import Model

/// Dingtek DF530: ultrasonic level and temperature, for tanks.
///
/// The sensor is under the tank: the level is the distance from it up to the liquid's surface.
/// Source: Dingtek DF530 user manual.
enum DingtekDF530: Codec {
  static let name = "dingtek-df530"
  static let vendor = Dingtek.vendor
  static let models = ["DF530"]
  static let deviceClass = DeviceClass.container
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [17, 25]) else { return }
    try Dingtek.distance.append(payload, at: 0, context.receivedAt, to: &readings)
    let temperature = payload.count == 17 ? 8 : 16
    try Dingtek.temperature.append(payload, at: temperature, context.receivedAt, to: &readings)
  }
}
