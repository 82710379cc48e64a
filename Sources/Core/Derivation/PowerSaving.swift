import Model

/// How much less power a lamp takes than the one before it did.
struct PowerSaving: BitwiseCopyable {
  /// What the lamp took before the measure, undimmed, in W: parameter `full_w`.
  private let full: Double

  /// The baseline of an asset; `nil` when its parameters give none.
  init?(_ parameters: Parameters) {
    guard let full = parameters.number("full_w"), full > 0 else { return nil }
    self.full = full
  }

  /// The saving in percent for a power in W: 100 for a lamp that takes none, below 0 for one that takes more.
  func saving(power: Double) -> Double { max(-1000, 100 * (1 - power / full)) }
}
