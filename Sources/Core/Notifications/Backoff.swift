import Model

/// How long to wait after so many failures in a row: each time twice as long, up to a limit, and a little more
/// or less, so that many who failed together don't come back together.
struct Backoff: Sendable {
  /// The first pause.
  static let first = Duration.seconds(1)
  /// The longest pause, before the spread.
  static let longest = Duration.seconds(300)

  /// Tells the pauses of one daemon from those of another.
  let seed: UInt64

  /// The pause after `failures` failures, at least 1, of what `name` names; within a quarter of its usual length.
  func pause(after failures: Int, of name: String) -> Duration {
    let doubled = Self.first * (1 << min(failures - 1, 20))
    let usual = min(doubled, Self.longest)
    let spread = fingerprint("\(seed)\u{1F}\(failures)\u{1F}\(name)") % 501
    return usual * Int(750 + spread) / 1000
  }
}
