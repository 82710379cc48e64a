import Model

/// Seeed SenseCAP T1000: a tracker that measures temperature.
///
/// One or more frames, each a kind and values, most significant byte first; light is in percent. Frames 06 to 08 and
/// 0F have sensors beside the location, 09 to 0B and 10 the battery only, 11 the sensors where there is no location.
/// Measurements have their own time.
/// Source: Seeed, "SenseCAP T1000: Decoder".
enum SenseCAPT1000: Codec {
  static let name = "sensecap-t1000"
  static let vendor = SenseCAP.vendor
  static let models = ["T1000-A", "T1000-B"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = [5, 192, 199]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 5: break
    // What the modem has to say to its own service.
    case 192, 199: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 5, 192 or 199")
    }
    var offset = 0
    while offset < payload.count {
      let kind = payload[offset]
      guard let frame = frames[kind] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 0, expected: "a frame of this device")
        }
        return readings.warn("unknown frame \(kind) at byte \(offset): the rest is left out")
      }
      var length = frame.length
      if kind == satellites { length += try payload.uint8(at: offset + 4, "a number of bytes") }
      try payload.require(length, at: offset, "\(length) bytes of frame \(kind)")
      var at = context.receivedAt
      if frame.hasTime { at = Timestamp(seconds: Int64(try payload.uint32BE(at: offset + 5, "a time"))) }
      try frame.fields.append(payload, at: offset, at, to: &readings)
      offset += length
    }
  }

  private struct Frame: Sendable {
    /// With the kind.
    var length: Int
    /// When it was measured, at byte 5.
    var hasTime = false
    var fields: [WireField] = []
  }

  /// What the satellites send, as many bytes as byte 4 says.
  private static let satellites: UInt8 = 0x0E

  private static let frames: [UInt8: Frame] = [
    // Versions and settings.
    0x01: Frame(length: 47, fields: [battery(1)]),
    0x02: Frame(length: 16, fields: [battery(1)]),
    0x03: Frame(length: 32),
    0x04: Frame(length: 10),
    0x05: Frame(length: 5, fields: [battery(1)]),
    // Locations by satellites, wireless networks and beacons, with sensors and without.
    0x06: Frame(length: 22, hasTime: true, fields: [temperature(17), battery(21)]),
    0x07: Frame(length: 42, hasTime: true, fields: [temperature(37), battery(41)]),
    0x08: Frame(length: 35, hasTime: true, fields: [temperature(30), battery(34)]),
    0x09: Frame(length: 18, hasTime: true, fields: [battery(17)]),
    0x0A: Frame(length: 38, hasTime: true, fields: [battery(37)]),
    0x0B: Frame(length: 31, hasTime: true, fields: [battery(30)]),
    // Requests, errors and what is located elsewhere.
    0x0C: Frame(length: 1),
    0x0D: Frame(length: 5),
    satellites: Frame(length: 5),
    0x0F: Frame(length: 17, hasTime: true, fields: [temperature(9), battery(13)]),
    0x10: Frame(length: 13, hasTime: true, fields: [battery(9)]),
    0x11: Frame(length: 14, hasTime: true, fields: [temperature(9), battery(13)]),
  ]

  private static func temperature(_ offset: Int) -> WireField {
    WireField(.temperature, .int16BE, at: offset, per: 10, missing: [-32768])
  }

  private static func battery(_ offset: Int) -> WireField { WireField(.battery, .uint8, at: offset) }
}
