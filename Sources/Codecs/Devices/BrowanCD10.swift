import Model

/// Browan MerryIoT CD10: CO2, temperature and humidity of a room.
///
/// Newer firmware sends a byte more: the temperature in tenths of a degree. In the first minutes after joining there
/// is no CO2 yet.
/// Source: Browan MerryIoT CO2 detection reference manual; The Things Network's device repository.
enum BrowanCD10: Codec {
  static let name = "browan-merryiot-cd10"
  static let vendor = Browan.vendor
  static let models = ["MerryIoT CD10"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [127] + Browan.settingsPorts

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Browan.isMeasurement(port: 127, context) else { return }
    guard payload.count == 6 || payload.count == 7 else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "a frame of 6 or 7 bytes")
    }
    let at = context.receivedAt
    try Browan.appendBattery(payload, above: 2.1, at, to: &readings)
    try (payload.count == 6 ? degrees : tenths).append(payload, at: 2, at, to: &readings)
    try Browan.appendHumidity(payload, at: payload.count - 3, at, to: &readings)
    try co2.append(payload, at: payload.count - 2, at, to: &readings)
  }

  private static let degrees = WireField(.temperature, .int8, missing: [Browan.sensorError])
  private static let tenths = WireField(.temperature, .int16LE, per: 10)
  private static let co2 = WireField(.co2, .uint16LE, missing: [0, 0xFFFF])
}
