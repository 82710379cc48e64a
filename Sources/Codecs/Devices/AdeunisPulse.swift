import Model

/// Adeunis PULSE: two pulse counters.
///
/// What a pulse stands for only the registry knows: `wh_per_pulse` makes it energy, `litres_per_pulse` water.
/// `channel=B` takes the second counter instead of the first. Frame 46 has both counters; 5A and 5B one of them with
/// older values, as what was added since: how old they are only the settings say (`interval_minutes` in the registry).
/// Source: Adeunis, PULSE user guide, "Frames description".
enum AdeunisPulse: Codec {
  static let name = "adeunis-pulse"
  static let vendor = Adeunis.vendor
  static let models = ["PULSE", "PULSE 4"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let isSecond = context.parameters["channel"]?.uppercased() == "B"
    switch payload[0] {
    case 0x46:
      guard let pulses = PulseCount(context.parameters) else { return readings.warnOfPulses() }
      let clock = try AdeunisClock(payload, measuredTo: 10, step: 8, context)
      let count = try payload.uint32BE(at: isSecond ? 6 : 2, "two counters")
      pulses.append(count, clock.time ?? context.receivedAt, to: &readings)
    case 0x5A where !isSecond, 0x5B where isSecond: try appendHistory(payload, context, to: &readings)
    default: readings.warn("frame \(payload[0]) holds no counter of the asset's channel")
    }
  }

  private static func appendHistory(
    _ payload: Span<UInt8>, _ context: DecodeContext, to readings: inout Readings
  ) throws(DecodeError) {
    guard let pulses = PulseCount(context.parameters) else { return readings.warnOfPulses() }
    let clock = try AdeunisClock(payload, measuredTo: 6, step: 2, context)
    var at = clock.time ?? context.receivedAt
    var count = try payload.uint32BE(at: 2, "a counter")
    pulses.append(count, at, to: &readings)
    guard let interval = Adeunis.interval(context) else { return }
    for offset in stride(from: 6, to: clock.end - 1, by: 2) {
      count -= try payload.uint16BE(at: offset, "an increment")
      at = at - interval
      pulses.append(count, at, to: &readings)
    }
  }
}
