import Model

/// Adeunis COMFORT, COMFORT CO2, BREATH and TEMP: the first byte is the kind of frame, the second a status; most
/// significant byte first.
///
/// A frame holds the newest measurement and then older ones; how old they are only the settings say
/// (`interval_minutes` in the registry), without it they are left out. Bit 2 of the status says that the time of the
/// newest stands at the end. Settings, versions and digital inputs have their own kinds of frames.
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
    guard let frame = frames[payload[0]] else {
      return readings.warn("frame \(payload[0]) measures no quantity of ours")
    }
    var at = frame.mayHaveTime ? try time(payload, context) : context.receivedAt
    let end = frame.mayHaveTime ? end(payload) : payload.count
    try frame.fields.append(payload, at: frame.start, at, to: &readings)
    guard let interval = interval(context), let step = frame.step else { return }
    for offset in stride(from: frame.start + step, through: end - step, by: step) {
      at = at - interval
      try frame.fields.append(payload, at: offset, at, to: &readings)
    }
  }

  /// A kind of frame: its measurements, the newest first.
  private struct Frame: Sendable {
    /// What one measurement holds.
    var fields: [WireField]
    /// Where the newest begins.
    var start = 2
    /// How many bytes a measurement has; `nil` when there is only one.
    var step: Int?
    /// Whether bit 2 of the status says that a time stands at the end.
    var mayHaveTime = true
  }

  private static let climate = [
    WireField(.temperature, .int16BE, per: 10), WireField(.humidity, .uint8, at: 2),
  ]
  private static let co2 = climate + [WireField(.co2, .uint16BE, at: 3)]
  private static let frames: [UInt8: Frame] = [
    // COMFORT, periodic.
    0x4C: Frame(fields: climate, step: 3),
    // TEMP, periodic; of two probes the first, and how many there are the frame does not say.
    0x57: Frame(fields: [WireField(.temperature, .int16BE, per: 10, missing: [-32768])]),
    // COMFORT CO2, periodic.
    0x6A: Frame(fields: co2, step: 5),
    // COMFORT CO2, alarm.
    0x6B: Frame(fields: co2, start: 3),
    // BREATH, periodic.
    0x6D: Frame(
      fields: [
        WireField(.tvoc, .uint16BE), WireField(.pm10, .uint16BE, at: 2), WireField(.pm25, .uint16BE, at: 4),
      ], step: 8, mayHaveTime: false),
  ]

  private static let timeBit: UInt8 = 0x04
  /// 2013-01-01T00:00:00Z.
  private static let epoch: Int64 = 1_356_998_400

  /// Where the measurements end.
  static func end(_ payload: Span<UInt8>) -> Int {
    payload.count > 1 && payload[1] & timeBit != 0 ? payload.count - 4 : payload.count
  }

  /// When the newest measurement was made.
  static func time(_ payload: Span<UInt8>, _ context: DecodeContext) throws(DecodeError) -> Timestamp {
    guard try payload.uint8(at: 1, "a status") & Int(timeBit) != 0 else { return context.receivedAt }
    let seconds = try payload.uint32BE(at: payload.count - 4, "4 bytes of time")
    return Timestamp(seconds: epoch + Int64(seconds))
  }

  /// The time between measurements, from the registry.
  static func interval(_ context: DecodeContext) -> Duration? {
    guard let minutes = context.parameters.number("interval_minutes"), (1...10_080).contains(minutes) else {
      return nil
    }
    return .seconds(Int(minutes * 60))
  }
}
