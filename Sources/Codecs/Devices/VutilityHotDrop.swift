import Model

/// Vutility HotDrop: current through one conductor.
///
/// Kind 32 hex, ampere hours (4), average current (2), two ratios, voltage of its capacitor, temperature.
/// Source: Vutility, payload description in Actility's device catalogue.
enum VutilityHotDrop: Codec {
  static let name = "vutility-hotdrop"
  static let vendor = "Vutility"
  static let models = ["HotDrop Direct"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [3]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 3 else { throw DecodeError(.wrongPort, at: 0, expected: "port 3") }
    guard payload.count == 11, payload[0] == 0x32 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "a frame of kind 50 and 11 bytes")
    }
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.current, .uint16BE, at: 5, per: 10), WireField(.batteryVoltage, .uint8, at: 9, per: 51),
    WireField(.temperature, .uint8, at: 10, times: 120, per: 255, plus: -40),
  ]
}
