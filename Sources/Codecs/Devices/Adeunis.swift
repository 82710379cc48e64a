import Model

/// Adeunis COMFORT, COMFORT CO2, BREATH and TEMP: the first byte is the kind of frame, the second a status; most
/// significant byte first.
///
/// A frame holds the newest measurement and then older ones; how old they are only the settings say
/// (`interval_minutes` in the registry), without it they are left out. The frame of an alarm holds the newest alone. Of
/// TEMP's two probes the first counts. Settings, versions and digital inputs have their own kinds of frames.
/// Source: Adeunis, user guides, "Frames description", and its published decoders of all versions of the firmware.
enum Adeunis: Codec {
  static let name = "adeunis"
  static let vendor = "Adeunis"
  static let models = ["BREATH", "COMFORT", "COMFORT CO2", "TEMP"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch payload[0] {
    case 0x30: return try appendKeepAlive(payload, context, to: &readings)
    case 0x43: return try appendProbes(payload, context, to: &readings)
    default: break
    }
    guard let frame = frames[payload[0]] else {
      return readings.warn("frame \(payload[0]) measures no quantity of ours")
    }
    let status = try payload.uint8(at: 1, "a status")
    let step = frame.step + (status & secondProbeBit == 0 ? 0 : frame.secondProbe)
    let clock =
      frame.mayHaveTime
      ? try AdeunisClock(payload, measuredTo: frame.start + step, step: step, context)
      : AdeunisClock(time: nil, end: payload.count)
    var at = clock.time ?? context.receivedAt
    try frame.fields.append(payload, at: frame.start, at, to: &readings)
    guard frame.hasHistory, let interval = interval(context) else { return }
    for offset in stride(from: frame.start + step, through: clock.end - step, by: step) {
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
    /// How many bytes a measurement has.
    var step: Int
    /// How many more bytes it has with a second probe.
    var secondProbe = 0
    /// Whether older measurements follow the newest.
    var hasHistory = true
    /// Whether bit 2 of the status may say that a time stands at the end.
    var mayHaveTime = true
  }

  private static let climate = [
    WireField(.temperature, .int16BE, per: 10), WireField(.humidity, .uint8, at: 2),
  ]
  private static let co2 = climate + [WireField(.co2, .uint16BE, at: 3)]
  private static let probe = WireField(.temperature, .int16BE, per: 10, missing: [-32768])
  private static let particles = [
    WireField(.tvoc, .uint16BE), WireField(.pm10, .uint16BE, at: 2), WireField(.pm25, .uint16BE, at: 4),
  ]
  private static let frames: [UInt8: Frame] = [
    // COMFORT, periodic and alarm.
    0x4C: Frame(fields: climate, step: 3),
    0x4D: Frame(fields: climate, start: 3, step: 3, hasHistory: false),
    // TEMP, periodic and alarm.
    0x57: Frame(fields: [probe], step: 2, secondProbe: 2),
    0x58: Frame(fields: [probe], start: 3, step: 2, secondProbe: 3, hasHistory: false),
    // COMFORT CO2, periodic and alarm.
    0x6A: Frame(fields: co2, step: 5),
    0x6B: Frame(fields: co2, start: 3, step: 5, hasHistory: false),
    // BREATH, periodic and alarm.
    0x6D: Frame(fields: particles, step: 8, mayHaveTime: false),
    0x6E: Frame(fields: particles, start: 3, step: 8, hasHistory: false, mayHaveTime: false),
  ]

  /// Set in the status of a TEMP with two probes.
  private static let secondProbeBit = 0x10

  /// The keep-alive of TEMP holds the newest measurement, those of the other models hold none; the length says which
  /// it is.
  private static func appendKeepAlive(
    _ payload: Span<UInt8>, _ context: DecodeContext, to readings: inout Readings
  ) throws(DecodeError) {
    let status = try payload.uint8(at: 1, "a status")
    if payload.count == 8, status & AdeunisClock.bit == 0 {
      return try appendProbes(payload, context, to: &readings)
    }
    let step = status & secondProbeBit == 0 ? 2 : 4
    let clock = try AdeunisClock(payload, measuredTo: 2 + step, step: step, context)
    guard clock.end == 2 + step, clock.time != nil || clock.end == payload.count else {
      return readings.warn("a keep-alive that holds no measurement")
    }
    try probe.append(payload, at: 2, clock.time ?? context.receivedAt, to: &readings)
  }

  /// TEMP's older firmware: a state and a temperature of each probe, of which the first that is active counts.
  private static func appendProbes(
    _ payload: Span<UInt8>, _ context: DecodeContext, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(8, at: 0, "a frame of 8 bytes")
    // The oldest, whose second state is always 2, cannot be told to do without one.
    let areBothActive = payload[5] & 0x0F == 2
    for offset in [2, 5] where areBothActive || payload[offset] & 0x01 != 0 {
      return try probe.append(payload, at: offset + 1, context.receivedAt, to: &readings)
    }
  }

  /// The time between measurements, from the registry.
  static func interval(_ context: DecodeContext) -> Duration? {
    guard let minutes = context.parameters.number("interval_minutes"), (1...10_080).contains(minutes) else {
      return nil
    }
    return .seconds(Int(minutes * 60))
  }
}
