import Model

/// Dingtek DO200, DO201 and DO202: one parking bay each, by ultrasound and magnetometer, or the latter alone.
///
/// DO201 and DO202 measure temperature and humidity too, in 23 bytes instead of 21.
/// Source: Dingtek DO200 series user manual.
enum DingtekDO200: Codec {
  static let name = "dingtek-do200"
  static let vendor = Dingtek.vendor
  static let models = ["DO200", "DO201", "DO202"]
  static let deviceClass = DeviceClass.parking
  static let ports = Dingtek.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dingtek.isMeasurement(payload, context, lengths: [21, 23]) else { return }
    try state.append(payload, context.receivedAt, to: &readings)
    if payload[2] != magnetometerOnly {
      try distance.append(payload, at: 0, context.receivedAt, to: &readings)
    }
    if payload.count == 23 { try climate.append(payload, context.receivedAt, to: &readings) }
  }

  /// The device type of DO202, which has no ultrasound.
  private static let magnetometerOnly: UInt8 = 0x32
  private static let state = [
    WireField(.occupied, .flag(0xF0), at: 7), WireField(.batteryVoltage, .uint16BE, at: 9, per: 100),
  ]
  /// 0 without an echo.
  private static let distance = WireField(.distance, .uint16BE, at: 5, missing: Dingtek.outOfRange + [0])
  private static let climate = [
    WireField(.temperature, .int8, at: 17), WireField(.humidity, .uint8, at: 18),
  ]
}
