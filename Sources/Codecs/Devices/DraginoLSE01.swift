import Model

/// Dragino LSE01: moisture, temperature and conductivity of the soil, and perhaps a probe for the air.
///
/// Source: Dragino LSE01 user manual.
enum DraginoLSE01: Codec {
  static let name = "dragino-lse01"
  static let vendor = Dragino.vendor
  static let models = ["LSE01"]
  static let deviceClass = DeviceClass.soil
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(10, at: 0, "a frame of 10 bytes")
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.temperature, .int16BE, at: 2, per: 10, missing: Dragino.noProbe),
    WireField(.soilMoisture, .uint16BE, at: 4, per: 100),
    WireField(.soilTemperature, .int16BE, at: 6, per: 100),
    WireField(.soilConductivity, .uint16BE, at: 8),
  ]
}
