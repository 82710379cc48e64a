import Model

/// How full a container is, from the distance that its sensor measures down to the content, or from below a tank
/// up to the surface: then the distance grows with the level.
struct FillLevel: BitwiseCopyable {
  /// The distance when the container is empty, in mm: parameter `empty_mm`.
  private let empty: Double
  /// The distance when it is full, in mm: parameter `full_mm`.
  private let full: Double

  /// The geometry of an asset; `nil` when its parameters don't give one.
  init?(_ parameters: Parameters) {
    guard let empty = parameters.number("empty_mm"), let full = parameters.number("full_mm"), empty != full
    else { return nil }
    self.empty = empty
    self.full = full
  }

  /// The fill level in percent, 0 to 100, for a distance in mm.
  ///
  /// An overfull container and one whose sensor looks past the content are at the ends of the scale.
  func level(distance: Double) -> Double {
    min(100, max(0, 100 * (empty - distance) / (empty - full)))
  }
}
