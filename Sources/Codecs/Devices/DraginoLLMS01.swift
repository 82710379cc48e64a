import Model

/// Dragino LLMS01: moisture and temperature of leaves, and perhaps a probe for the air.
///
/// What a leaf's surface measures is none of our quantities.
/// Source: Dragino LLMS01 user manual.
enum DraginoLLMS01: Codec {
  static let name = "dragino-llms01"
  static let vendor = Dragino.vendor
  static let models = ["LLMS01"]
  static let deviceClass = DeviceClass.environment
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(11, at: 0, "a frame of 11 bytes")
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try probe.append(payload, at: 2, context.receivedAt, to: &readings)
  }

  private static let probe = WireField(.temperature, .int16BE, per: 10, missing: Dragino.noProbe)
}
