import Model

/// Dragino LHT65: temperature and humidity.
///
/// An external probe may be attached; the sensor of the device itself counts.
/// Source: Dragino LHT65 user manual.
enum DraginoLHT65: Codec {
  static let name = "dragino-lht65"
  static let vendor = Dragino.vendor
  static let models = ["LHT65", "LHT65N"]
  static let deviceClass = DeviceClass.environment
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(6, at: 0, "a frame of 6 bytes")
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.temperature, .int16BE, at: 2, per: 100),
    WireField(.humidity, .uint16BE, at: 4, per: 10),
  ]
}
