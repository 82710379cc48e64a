import Model

/// The frame of Dingtek's sensors: 80 00, device type, kind (3 is settings), length, data, 81; most
/// significant byte first.
///
/// Source: Dingtek user manuals, "Communication protocol".
enum Dingtek {
  static let vendor = "Dingtek"
  static let ports: [UInt8] = [3]
  /// What devices send when nothing is in range.
  static let outOfRange = [9999, 0xFFFF]

  /// Whether `payload` is a frame of measurements of one of these lengths; `false` for settings.
  static func isMeasurement(
    _ payload: Span<UInt8>, _ context: DecodeContext, lengths: [Int]
  ) throws(DecodeError) -> Bool {
    guard context.port == 3 else { throw DecodeError(.wrongPort, at: 0, expected: "port 3") }
    try payload.require(6, at: 0, "a frame")
    guard payload[0] == 0x80, payload[1] == 0, payload[payload.count - 1] == 0x81 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "a frame from 80 00 to 81")
    }
    guard Int(payload[4]) == payload.count else {
      throw DecodeError(.malformedPayload, at: 4, expected: "a length of \(payload.count)")
    }
    guard payload[3] != 3 else { return false }
    guard lengths.contains(payload.count) else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "a frame of another length")
    }
    return true
  }

  /// In millimetres, at the same place in every frame.
  static let distance = WireField(.distance, .uint16BE, at: 5, missing: outOfRange)
  static let temperature = WireField(.temperature, .int8)
  /// In hundredths of a volt.
  static let batteryVoltage = WireField(.batteryVoltage, .uint16BE, per: 100)

  /// Appends distance, temperature and tilt of a frame of 17 bytes or, with the location, 25.
  static func appendContainer(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try distance.append(payload, at: 0, at, to: &readings)
    let start = payload.count == 17 ? 8 : 16
    try temperature.append(payload, at: start, at, to: &readings)
    try tilt.append(payload, at: start + 4, at, to: &readings)
  }

  private static let tilt = WireField(.tilt, .flag(0xF0))
}
