import Model

/// What one pulse of a counter stands for. The registry knows it, not the device: `wh_per_pulse` makes pulses
/// energy, `litres_per_pulse` water.
struct PulseCount: Sendable {
  let quantity: Quantity
  let perPulse: Double

  /// What the parameters say; `nil` when they say nothing.
  init?(_ parameters: Parameters) {
    if let energy = parameters.number("wh_per_pulse") {
      (quantity, perPulse) = (.energy, energy)
    } else if let water = parameters.number("litres_per_pulse") {
      (quantity, perPulse) = (.waterVolume, water)
    } else {
      return nil
    }
  }

  /// Appends what `pulses` stand for.
  func append(_ pulses: Int, _ at: Timestamp, to readings: inout Readings) {
    readings.append(quantity, Double(pulses) * perPulse, at: at)
  }
}

extension Readings {
  /// Remarks that pulses are left out.
  mutating func warnOfPulses() {
    warn("pulses are left out: neither wh_per_pulse nor litres_per_pulse is set")
  }
}
