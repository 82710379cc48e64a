import Model

/// Seeed SenseCAP T1000: a tracker that measures temperature.
///
/// The first byte is the kind of frame; light is in percent. Frames 06 to 08 have sensors behind the location, 09 to
/// 0B the battery only, 01, 02 and 05 the state of the device. Measurements have their own time.
/// Source: Seeed, "SenseCAP T1000: Decoder".
enum SenseCAPT1000: Codec {
  static let name = "sensecap-t1000"
  static let vendor = SenseCAP.vendor
  static let models = ["T1000-A", "T1000-B"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = [5]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 5 else { throw DecodeError(.wrongPort, at: 0, expected: "port 5") }
    switch payload[0] {
    case 0x01, 0x02, 0x05: try battery.append(payload, at: 1, context.receivedAt, to: &readings)
    // With the location by satellites.
    case 0x06:
      let at = try time(payload)
      try sensors.append(payload, at: 17, at, to: &readings)
    case 0x09: try battery.append(payload, at: 17, try time(payload), to: &readings)
    case 0x07, 0x08, 0x0A, 0x0B: readings.warn("locations by radio are left out")
    // Why there is no location.
    case 0x0D, 0x0E, 0x0F, 0x10, 0x11: return
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a frame of this device")
    }
  }

  private static func time(_ payload: Span<UInt8>) throws(DecodeError) -> Timestamp {
    Timestamp(seconds: Int64(try payload.uint32BE(at: 5, "4 bytes of time")))
  }

  private static let battery = WireField(.battery, .uint8)
  private static let sensors = [
    WireField(.temperature, .int16BE, at: 0, per: 10, missing: [-32768]), WireField(.battery, .uint8, at: 4),
  ]
}
