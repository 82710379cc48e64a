/// How often something is done that costs about the same however little there is to do: some times in a row, then once
/// in each interval.
///
/// All times are nanoseconds of one clock that counts.
public struct Ration: Sendable {
  private let interval: Int64
  private let inARow: Int64
  /// The ration is used up to here.
  private var usedUntil = Int64.min / 2

  /// A ration of which nothing is used.
  /// - Parameters:
  ///   - interval: nanoseconds between two times, when they go on.
  ///   - inARow: how many may follow each other without a pause, at least 1.
  public init(interval: Int64, inARow: Int64) {
    self.interval = interval
    self.inARow = inARow
  }

  /// When it may be done again, which may be long ago.
  public var next: Int64 { usedUntil - (inARow - 1) * interval }

  /// It was done.
  public mutating func use(at now: Int64) {
    usedUntil = min(max(usedUntil, now), now + (inARow - 1) * interval) + interval
  }
}
