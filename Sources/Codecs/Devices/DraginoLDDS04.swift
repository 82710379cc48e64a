import Model

/// Dragino LDDS04 and DDS04-LB: up to four ultrasonic probes on one radio.
///
/// `probe` in the registry says which one is the asset's, 1 to 4; without it the first one that hears something.
/// Stored measurements, on port 3, have three distances and their own time; a reply to a downlink measures nothing.
/// Source: Dragino LDDS04 user manual; akenza's device library for stored measurements.
enum DraginoLDDS04: Codec {
  static let name = "dragino-ldds04"
  static let vendor = Dragino.vendor
  static let models = ["DDS04-LB", "LDDS04"]
  static let deviceClass = DeviceClass.container
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    if context.port == 3 {
      return try Dragino.forEachRecord(payload) { (offset, at) throws(DecodeError) in
        try appendDistance(payload, at: offset + 1, probes: 3, context, at, to: &readings)
      }
    }
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(11, at: 0, "a frame of 11 bytes")
    guard payload[10] != Dragino.reply else { return }
    try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    try appendDistance(payload, at: 2, probes: 4, context, context.receivedAt, to: &readings)
  }

  /// In tenths of a centimetre; 0 without a probe, 65,535 without an echo.
  private static func appendDistance(
    _ payload: Span<UInt8>, at offset: Int, probes: Int, _ context: DecodeContext, _ at: Timestamp,
    to readings: inout Readings
  ) throws(DecodeError) {
    let wanted = context.parameters.number("probe")
    for probe in 0..<probes where wanted == nil || wanted == Double(probe + 1) {
      let distance = try payload.uint16BE(at: offset + probe * 2, "2 bytes of distance")
      guard distance != 0, distance != 0xFFFF else { continue }
      return readings.append(.distance, Double(distance), at: at)
    }
  }
}
