import Model

/// Dingtek DF530 and DF555: ultrasonic level and temperature, for tanks.
///
/// DF530 is under the tank: the level is the distance from it up to the liquid's surface. DF555 is on top: there it is
/// the distance down.
/// Source: Dingtek DF530 user manual; DF555 in The Things Network's device repository.
enum DingtekDF530: Codec {
  static let name = "dingtek-df530"
  static let vendor = Dingtek.vendor
  static let models = ["DF530", "DF555"]
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
