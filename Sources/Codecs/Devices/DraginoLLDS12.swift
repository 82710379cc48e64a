import Model

/// Dragino LLDS12: laser distance.
///
/// Source: Dragino LLDS12 user manual.
enum DraginoLLDS12: Codec {
  static let name = "dragino-llds12"
  static let vendor = Dragino.vendor
  static let models = ["LLDS12"]
  static let deviceClass = DeviceClass.container
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(11, at: 0, "a frame of 11 bytes")
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.temperature, .int16BE, at: 2, per: 10, missing: Dragino.noProbe),
    // In tenths of a centimetre.
    WireField(.distance, .uint16BE, at: 4, missing: [0, 0xFFFF]),
  ]
}
