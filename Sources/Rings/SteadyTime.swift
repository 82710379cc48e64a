import Synchronization

/// The time of day without its jumps: what a clock that is set wrong for a moment says is not believed.
///
/// Between two looks the time of day must have gone on as a clock does that only counts; small steps, as of NTP, are
/// followed at once. One of more than ``stepMax`` has to last for ``doubt`` first: until then time goes on from where
/// it was. All in nanoseconds; any thread may ask.
public final class SteadyTime: Sendable {
  /// The greatest step that is followed at once.
  public static let stepMax: Int64 = 1_000_000_000
  /// How long a greater one has to last.
  public static let doubt: Int64 = 30_000_000_000

  /// The time of day less the time of the clock that counts.
  private let offset: Atomic<Int64>
  /// Since when, by the clock that counts, the time of day is another; 0 when it is not.
  private let doubtedSince = Atomic<Int64>(0)

  /// A clock that believes what both say now.
  public init(timeOfDay: Int64, counted: Int64) { offset = Atomic(timeOfDay - counted) }

  /// The time of day that is to be believed.
  public func time(timeOfDay: Int64, counted: Int64) -> Int64 {
    let seen = timeOfDay - counted
    let believed = offset.load(ordering: .relaxed)
    guard (seen - believed).magnitude > Self.stepMax.magnitude else {
      if seen != believed { offset.store(seen, ordering: .relaxed) }
      if doubtedSince.load(ordering: .relaxed) != 0 { doubtedSince.store(0, ordering: .relaxed) }
      return timeOfDay
    }
    let since = doubtedSince.load(ordering: .relaxed)
    if since == 0 { doubtedSince.store(counted, ordering: .relaxed) }
    guard since != 0, counted - since >= Self.doubt else { return counted + believed }
    offset.store(seen, ordering: .relaxed)
    doubtedSince.store(0, ordering: .relaxed)
    return timeOfDay
  }
}
