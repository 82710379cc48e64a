import Model

/// Decentlab DL-IAM: the air, the light and the activity in a room.
///
/// Volatile compounds come in ppb, from which no mass concentration follows: they are left out.
/// Source: Decentlab, "DL-IAM data decoder".
enum DecentlabDLIAM: Codec {
  static let name = "decentlab-dl-iam"
  static let vendor = Decentlab.vendor
  static let models = ["DL-IAM"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
    try appendLight(payload, context.receivedAt, to: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.battery,
    Decentlab.Sensor(
      words: 2,
      fields: [
        WireField(.temperature, .uint16BE, times: 175, per: 65535, plus: -45),
        WireField(.humidity, .uint16BE, at: 2, times: 100, per: 65535),
      ]),
    // In units of 2 Pa.
    Decentlab.Sensor(words: 1, fields: [WireField(.pressure, .uint16BE, per: 50)]),
    // Two channels of light, of which `appendLight` makes lux.
    Decentlab.Sensor(words: 2, fields: []),
    // CO2, status, raw reading.
    Decentlab.Sensor(words: 3, fields: [WireField(.co2, .uint16BE, plus: -32768)]),
    Decentlab.Sensor(words: 1, fields: [WireField(.motion, .uint16BE)]),
    // TVOC in ppb.
    Decentlab.Sensor(words: 1, fields: []),
  ]

  /// Lux from visible and infrared light and from infrared light alone, as the manufacturer computes it.
  private static func appendLight(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let flags = try payload.uint16BE(at: 3, "2 bytes of flags")
    guard flags & 0x08 != 0 else { return }
    var offset = 5
    for index in 0..<3 where flags >> index & 1 == 1 { offset += sensors[index].words * 2 }
    let all = Double(try payload.uint16BE(at: offset, "a light level"))
    let infrared = Double(try payload.uint16BE(at: offset + 2, "a light level"))
    let level = max(all - 1.64 * infrared, 0.59 * all - 0.86 * infrared, 0)
    readings.append(.illuminance, level * 1.5504, at: at)
  }
}
