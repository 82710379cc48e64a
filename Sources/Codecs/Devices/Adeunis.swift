import Model

/// Adeunis COMFORT, COMFORT CO2, BREATH and TEMP: the first byte is the kind of frame, the second a status; most
/// significant byte first.
///
/// A frame holds the newest measurement and then older ones; how old they are only the settings say, so they are
/// left out. Settings, versions and digital inputs have their own kinds of frames.
/// Source: Adeunis, user guides, "Frames description", and its published decoders.
enum Adeunis: Codec {
  static let name = "adeunis"
  static let vendor = "Adeunis"
  static let models = ["BREATH", "COMFORT", "COMFORT CO2", "TEMP"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let fields = frames[payload[0]] else {
      return readings.warn("frame \(payload[0]) measures no quantity of ours")
    }
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let frames: [UInt8: [WireField]] = [
    // COMFORT, periodic.
    0x4C: [WireField(.temperature, .int16BE, at: 2, per: 10), WireField(.humidity, .uint8, at: 4)],
    // TEMP, periodic; of two probes the first.
    0x57: [WireField(.temperature, .int16BE, at: 2, per: 10, missing: [-32768])],
    // COMFORT CO2, periodic.
    0x6A: [
      WireField(.temperature, .int16BE, at: 2, per: 10), WireField(.humidity, .uint8, at: 4),
      WireField(.co2, .uint16BE, at: 5),
    ],
    // COMFORT CO2, alarm.
    0x6B: [
      WireField(.temperature, .int16BE, at: 3, per: 10), WireField(.humidity, .uint8, at: 5),
      WireField(.co2, .uint16BE, at: 6),
    ],
    // BREATH, periodic.
    0x6D: [
      WireField(.tvoc, .uint16BE, at: 2), WireField(.pm10, .uint16BE, at: 4),
      WireField(.pm25, .uint16BE, at: 6),
    ],
  ]
}
