import Model

/// Dingtek DT320: odours in public toilets, and the temperature there.
///
/// The level of the air is a class of its own from 1 to 3, not one of our quantities.
/// Source: Dingtek DT320 user manual.
enum DingtekDT320: Codec {
  static let name = "dingtek-dt320"
  static let vendor = Dingtek.vendor
  static let models = ["DT320"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [18]) else { return }
    try Dingtek.temperature.append(payload, at: 8, context.receivedAt, to: &readings)
    try Dingtek.batteryVoltage.append(payload, at: 13, context.receivedAt, to: &readings)
  }
}
