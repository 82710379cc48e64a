import Model

/// When an instance fired lately: tells one that flaps.
struct RecentFirings: BitwiseCopyable {
  /// So many firings ...
  static let size = 4
  /// ... within this make an alert a flapping one, ...
  static let span = Duration.seconds(3600)
  /// ... which is over when its condition has been over for so long.
  static let calm = Duration.seconds(900)

  private var times = InlineArray<4, Timestamp>(repeating: .distantPast)
  private var next: UInt8 = 0

  /// Takes note of a firing.
  /// - Returns: whether it is one too many.
  mutating func note(_ at: Timestamp) -> Bool {
    times[Int(next)] = at
    next = (next + 1) % UInt8(Self.size)
    // The oldest of them is now the next to be replaced.
    let oldest = times[Int(next)]
    return oldest > .distantPast && at - oldest <= Self.span
  }
}
