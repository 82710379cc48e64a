import Model

/// Dragino LDDS20, LDDS45, LDDS75 and DDS-LB: ultrasonic distance, and perhaps a probe for the temperature.
///
/// Frames have 4, 5 or 8 bytes by firmware: battery, distance in mm, interrupt flag, temperature, sensor flag.
/// Distance 0 means that no sensor is connected, and up to 20 that nothing was heard.
/// Source: Dragino LDDS75 user manual, "Uplink payload".
enum DraginoLDDS75: Codec {
  static let name = "dragino-ldds75"
  static let vendor = Dragino.vendor
  static let models = ["LDDS20", "LDDS45", "LDDS75", "DDS20-LB", "DDS45-LB", "DDS75-LB"]
  static let deviceClass = DeviceClass.container
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    let distance = try payload.uint16BE(at: 2, "2 bytes of distance")
    if distance > unheard { readings.append(.distance, Double(distance), at: context.receivedAt) }
    guard payload.count > 5 else { return }
    try probe.append(payload, at: 0, context.receivedAt, to: &readings)
  }

  private static let unheard = 20
  private static let probe = WireField(.temperature, .int16BE, at: 5, per: 10, missing: Dragino.noProbe)
}
