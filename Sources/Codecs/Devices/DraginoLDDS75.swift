import Model

/// Dragino LDDS20, LDDS45, LDDS75 and DDS-LB: ultrasonic distance, and perhaps a probe for the temperature.
///
/// Frames have 4, 5 or 8 bytes by firmware: battery, distance in mm, interrupt flag, temperature, sensor flag; 11 with
/// three probes, or in older firmware: battery, temperature, distances. Distance 0 means that no sensor is connected,
/// and up to 20 that nothing was heard. Stored measurements, on port 3, have a time of their own; a list of distances,
/// by bit 4 of the first byte or on port 6, does not say when they were.
/// Source: Dragino LDDS75 and DDS75-LB user manuals, "Uplink payload", and the maker's published decoders.
enum DraginoLDDS75: Codec {
  static let name = "dragino-ldds75"
  static let vendor = Dragino.vendor
  static let models = ["LDDS20", "LDDS45", "LDDS75", "DDS20-LB", "DDS45-LB", "DDS75-LB"]
  static let deviceClass = DeviceClass.container
  static let ports = Dragino.ports + [6]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 3:
      return try Dragino.forEachRecord(payload) { (offset, at) throws(DecodeError) in
        try append(payload, distance: offset + 2, temperature: offset + 4, at, to: &readings)
      }
    case 6: return readings.warn(list)
    default: break
    }
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    let at = context.receivedAt
    guard payload[0] & 0x10 == 0 else {
      readings.warn(list)
      return try Dragino.appendBattery(payload, mask: 0x0FFF, at, to: &readings)
    }
    try Dragino.appendBattery(payload, at, to: &readings)
    switch payload.count {
    case 11...: try append(payload, distance: 4, temperature: 2, at, to: &readings)
    case 7...: try append(payload, distance: 2, temperature: 5, at, to: &readings)
    default: try append(payload, distance: 2, temperature: nil, at, to: &readings)
    }
  }

  private static let list = "a list of distances is left out: it does not say when they were"

  private static func append(
    _ payload: Span<UInt8>, distance: Int, temperature: Int?, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let value = try payload.uint16BE(at: distance, "2 bytes of distance")
    if value > unheard { readings.append(.distance, Double(value), at: at) }
    if let temperature { try probe.append(payload, at: temperature, at, to: &readings) }
  }

  private static let unheard = 20
  private static let probe = WireField(.temperature, .int16BE, per: 10, missing: Dragino.noProbe)
}
