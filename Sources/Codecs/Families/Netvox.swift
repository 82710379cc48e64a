import Model

/// The frame of Netvox's sensors, 11 bytes, most significant byte first: version 1, device type, kind of
/// report, battery, seven bytes of data. One payload may hold several.
///
/// Source: Netvox, "LoRaWAN application commands", one per device.
enum Netvox {
  static let vendor = "Netvox"
  /// 6 for reports, 7 for answers and settings; the first byte tells them apart too.
  static let ports: [UInt8] = [6, 7]

  private static let length = 11
  /// What a device that measures many things sends for what is not attached.
  static let noSensor = [0xFFFF]

  /// Calls `body` with the kind and the offset of each report of one of these device types; not for answers
  /// and versions, which measure nothing.
  static func forEachReport(
    _ payload: Span<UInt8>, types: [UInt8], _ body: (UInt8, Int) throws(DecodeError) -> Void
  ) throws(DecodeError) {
    for offset in stride(from: 0, to: payload.count, by: length) {
      try payload.require(3, at: offset, "a report")
      guard types.contains(payload[offset + 1]) else {
        throw DecodeError(.malformedPayload, at: offset + 1, expected: "a type of this device")
      }
      guard payload[offset] < 0x80 else { return }
      guard payload[offset] == 1 else {
        throw DecodeError(.malformedPayload, at: offset, expected: "version 1")
      }
      // Versions; published ones are a byte short.
      guard payload[offset + 2] != 0 else { continue }
      try payload.require(length, at: offset, "a report of 11 bytes")
      try body(payload[offset + 2], offset)
    }
  }

  /// Decodes reports by a table for each kind.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, types: [UInt8], hasBattery: Bool = true,
    _ reports: [UInt8: [WireField]], into readings: inout Readings
  ) throws(DecodeError) {
    try forEachReport(payload, types: types) { (kind, offset) throws(DecodeError) in
      if hasBattery { try appendBattery(payload, at: offset, context.receivedAt, to: &readings) }
      guard let fields = reports[kind] else {
        return readings.warn("report \(kind) measures no quantity of ours")
      }
      try fields.append(payload, at: offset, context.receivedAt, to: &readings)
    }
  }

  /// Tenths of a volt below a bit for "low"; 0 on the mains.
  static func appendBattery(
    _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let tenths = try payload.uint8(at: offset + 3, "a battery voltage") & 0x7F
    if tenths > 0 { readings.append(.batteryVoltage, Double(tenths) / 10, at: at) }
  }
}
