import Model

/// Browan TBSL100: sound level.
///
/// Source: Browan TBSL100 reference manual.
enum BrowanTBSL100: Codec {
  static let name = "browan-tbsl100"
  static let vendor = Browan.vendor
  static let models = ["TBSL100"]
  static let deviceClass = DeviceClass.noise
  static let ports: [UInt8] = [105] + Browan.settingsPorts

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Browan.isMeasurement(port: 105, context) else { return }
    try Browan.appendBattery(payload, context.receivedAt, to: &readings)
    try level.append(payload, at: 3, context.receivedAt, to: &readings)
  }

  private static let level = WireField(.noiseLA, .uint8, missing: [0xFF])
}
