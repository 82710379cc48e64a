import Model

/// What Browan's sensors share: status, battery, temperature of the board; the port names the device.
///
/// Source: Browan, reference manuals of the tabs, "Payload".
enum Browan {
  static let vendor = "Browan"

  /// Tenths of a volt above 2.5 V in the lower half of the second byte.
  static func appendBattery(
    _ payload: Span<UInt8>, above volts: Double = 2.5, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let tenths = try payload.uint8(at: 1, "a battery voltage") & 0x0F
    readings.append(.batteryVoltage, (volts * 10 + Double(tenths)) / 10, at: at)
  }

  /// All seven bits set: the sensor failed.
  static let sensorError = 0x7F

  /// Degrees above -32 in seven bits.
  static func appendTemperature(
    _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let raw = try payload.uint8(at: offset, "a temperature") & 0x7F
    if raw != sensorError { readings.append(.temperature, Double(raw - 32), at: at) }
  }

  /// Percent in seven bits; the eighth is reserved.
  static func appendHumidity(
    _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let raw = try payload.uint8(at: offset, "a humidity") & 0x7F
    if raw != sensorError { readings.append(.humidity, Double(raw), at: at) }
  }

  /// The ports of what devices tell of their settings and versions.
  static let settingsPorts: [UInt8] = [204, 222]

  /// Whether a frame is one of measurements, which have a port of their own; `false` for settings.
  static func isMeasurement(port: UInt8, _ context: DecodeContext) throws(DecodeError) -> Bool {
    if settingsPorts.contains(context.port) { return false }
    guard context.port == port else {
      throw DecodeError(.wrongPort, at: 0, expected: "port \(port), 204 or 222")
    }
    return true
  }
}
