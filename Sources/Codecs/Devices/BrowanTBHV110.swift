import Model

/// Browan TBHV110 and TBHH100: temperature and humidity, and with the former the air of a room.
///
/// TBHV110 estimates CO2 from volatile compounds. A payload of nothing but 0 is no measurement.
/// Source: Browan TBHV110 reference manual.
enum BrowanTBHV110: Codec {
  static let name = "browan-tbhv110"
  static let vendor = Browan.vendor
  static let models = ["TBHH100", "TBHV110"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [103] + Browan.settingsPorts

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Browan.isMeasurement(port: 103, context) else { return }
    guard !payload.isAllZero else { return }
    let at = context.receivedAt
    try Browan.appendBattery(payload, at, to: &readings)
    try Browan.appendHumidity(payload, at: 3, at, to: &readings)
    // TBHH100 sends 8 bytes; its only temperature is in byte 2.
    guard payload.count > 8 else { return try Browan.appendTemperature(payload, at: 2, at, to: &readings) }
    try air.append(payload, at, to: &readings)
    try Browan.appendTemperature(payload, at: 10, at, to: &readings)
  }

  private static let air = [
    WireField(.co2, .uint16LE, at: 4, missing: [0xFFFF]),
    WireField(.iaq, .uint16LE, at: 8, missing: [0xFFFF]),
  ]
}
