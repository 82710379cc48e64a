import Model

/// Moirelabs P1AP and P1AT: a pressure or a temperature.
///
/// The unit, then lowest, highest, average and last value as floats, least significant byte first; the last counts.
/// Source: Moirelabs, decoder in The Things Network's device repository.
enum MoirelabsP1A: Codec {
  static let name = "moirelabs-p1a"
  static let vendor = "Moirelabs"
  static let models = ["P1AP", "P1AT"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 1 else { throw DecodeError(.wrongPort, at: 0, expected: "port 1") }
    let value = try payload.float32LE(at: 13, "4 values of 4 bytes")
    switch payload[0] {
    case 0: readings.append(.temperature, value, at: context.receivedAt)
    // Pa, kPa and MPa.
    case 1: readings.append(.pressure, value / 100, at: context.receivedAt)
    case 2: readings.append(.pressure, value * 10, at: context.receivedAt)
    case 3: readings.append(.pressure, value * 10_000, at: context.receivedAt)
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a unit from 0 to 3")
    }
  }
}
