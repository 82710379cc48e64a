import Model

/// Bosch Parking Lot Sensor: one bay, a magnetometer and a radar under or on the asphalt.
///
/// The port says what the frame is; only the bay's state and the sensor's temperature are measurements.
/// Source: Bosch, "Parking Lot Sensor: Communication Interface Technical Description".
enum BoschTPS110: Codec {
  static let name = "bosch-tps110"
  static let vendor = "Bosch"
  static let models = ["TPS110-0292", "Parking Lot Sensor"]
  static let deviceClass = DeviceClass.parking
  static let ports: [UInt8] = [1, 2, 3, 4, 5, 6]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1: try appendState(payload, length: 1, at: 0, context, &readings)
    case 2:
      try appendState(payload, length: payload.count == 1 ? 1 : 2, at: 0, context, &readings)
      // Firmware from 0.40 on measures its temperature.
      guard payload.count == 2 else { return }
      readings.append(
        .temperature, Double(try payload.int8(at: 1, "a 1-byte temperature")), at: context.receivedAt)
    case 3:
      // Start-up; firmware before 0.40 ends with the reset cause.
      guard payload.count != 16 else { return }
      try appendState(payload, length: 17, at: 16, context, &readings)
    // Device information, usage and debugging.
    case 4, 5, 6: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1 to 6")
    }
  }

  private static func appendState(
    _ payload: Span<UInt8>, length: Int, at offset: Int, _ context: DecodeContext, _ readings: inout Readings
  ) throws(DecodeError) {
    guard payload.count == length else {
      throw DecodeError(
        .malformedPayload, at: min(length, payload.count),
        expected: "a frame of \(length) bytes on port \(context.port)")
    }
    readings.append(.occupied, Double(payload[offset] & 1), at: context.receivedAt)
  }
}
