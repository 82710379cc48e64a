import Model

/// Browan TBAM100: light.
///
/// Source: Browan TBAM100 reference manual.
enum BrowanTBAM100: Codec {
  static let name = "browan-tbam100"
  static let vendor = Browan.vendor
  static let models = ["TBAM100"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = [104] + Browan.settingsPorts

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Browan.isMeasurement(port: 104, context) else { return }
    try Browan.appendBattery(payload, context.receivedAt, to: &readings)
    let low = try payload.uint16LE(at: 3, "3 bytes of light")
    let high = try payload.uint8(at: 5, "3 bytes of light")
    readings.append(.illuminance, Double(high << 16 | low) / 100, at: context.receivedAt)
  }
}
