import Model

/// What Dragino's sensors share: ports and the battery; most significant byte first.
///
/// Source: Dragino user manuals, "Uplink payload".
enum Dragino {
  static let vendor = "Dragino"
  /// 2 for measurements, 3 for stored ones, 4 and 5 for settings and versions.
  static let ports: [UInt8] = [2, 3, 4, 5]

  /// The raw values of a port for a DS18B20 probe that mean that there is none: 327.6 and 327.7 °C, and 0,
  /// which devices without one send for ever.
  static let noProbe = [0, 0x0CCC, 0x7FFF]

  /// Whether the frame holds measurements of now; the other frames of the device measure nothing, and stored
  /// measurements are left out unless the device's own codec takes them.
  static func isMeasurement(
    _ payload: Span<UInt8>, _ context: DecodeContext, _ readings: inout Readings
  ) throws(DecodeError) -> Bool {
    switch context.port {
    // Networks without a formatter of their own have been seen to pass port 1.
    case 1, 2: return true
    case 3:
      readings.warn("stored measurements are left out")
      return false
    case 4: return false
    case 5:
      // Model, firmware (2), band, sub-band, battery.
      if payload.count == 7 { try version.append(payload, at: 5, context.receivedAt, to: &readings) }
      return false
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 2 to 5")
    }
  }

  /// Calls `body` with the offset and the time of each stored record, 11 bytes with the Unix time in the last four;
  /// not for those of zeros, which a device sends that has none.
  static func forEachRecord(
    _ payload: Span<UInt8>, _ body: (Int, Timestamp) throws(DecodeError) -> Void
  ) throws(DecodeError) {
    for offset in stride(from: 0, to: payload.count, by: 11) {
      try payload.require(11, at: offset, "a record of 11 bytes")
      let time = try payload.uint32BE(at: offset + 7, "a time")
      if time > 0 { try body(offset, Timestamp(seconds: Int64(time))) }
    }
  }

  /// What the last byte of a frame says when it answers a downlink and measures nothing.
  static let reply: UInt8 = 2

  private static let version = WireField(.batteryVoltage, .uint16BE, per: 1000)

  /// The voltage of the battery in mV, below two bits of status, or four by another `mask`.
  static func appendBattery(
    _ payload: Span<UInt8>, mask: Int = 0x3FFF, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let millivolts = try payload.uint16BE(at: 0, "2 bytes of battery voltage") & mask
    readings.append(.batteryVoltage, Double(millivolts) / 1000, at: at)
  }
}

extension [WireField] {
  /// Appends the readings of all rows, for a record that begins at `start`.
  func append(
    _ payload: Span<UInt8>, at start: Int = 0, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    for field in self { try field.append(payload, at: start, at, to: &readings) }
  }
}
