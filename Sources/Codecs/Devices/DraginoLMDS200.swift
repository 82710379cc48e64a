import Model

/// Dragino LMDS200: radar distance.
///
/// The first of two targets is the nearest surface.
/// Source: Dragino LMDS200 user manual.
enum DraginoLMDS200: Codec {
  static let name = "dragino-lmds200"
  static let vendor = Dragino.vendor
  static let models = ["LMDS200"]
  static let deviceClass = DeviceClass.container
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(7, at: 0, "a frame of 7 bytes")
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.distance, .uint16BE, at: 2, missing: [0, 0xFFFF])
  ]
}
