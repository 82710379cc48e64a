import Model

/// Dragino LLDS12: laser distance.
///
/// A distance whose echo has a strength of up to 100, or 65,535, is not credible; a reply to a downlink measures nothing.
/// Source: Dragino LLDS12 and LLDS40 user manuals.
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
    guard payload[10] != Dragino.reply else { return }
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try probe.append(payload, at: 2, context.receivedAt, to: &readings)
    let strength = try payload.uint16BE(at: 6, "2 bytes of signal strength")
    guard strength > 100, strength != 0xFFFF else {
      return readings.warn("the echo is too weak or too strong for a distance")
    }
    try distance.append(payload, at: 4, context.receivedAt, to: &readings)
  }

  private static let probe = WireField(.temperature, .int16BE, per: 10, missing: Dragino.noProbe)
  /// In tenths of a centimetre.
  private static let distance = WireField(.distance, .uint16BE, missing: [0, 0xFFFF])
}
