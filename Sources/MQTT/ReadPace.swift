import Rings

/// When to look for messages: at once, unless so little comes that waking for it would be all the work.
///
/// A message that comes alone finds every thread asleep and every cache cold, and costs thirty times what it costs among
/// others. So in a city of some messages a second they are read together: some times in a row at once, then once in each
/// ``interval``, as commits are. The broker or the socket keeps them so long. Whoever sends more is not kept waiting:
///
/// - where ``Ration/full`` messages came in an interval, reading goes on at once in the next;
/// - a broker that waited for its acknowledgements, as many as it lets be on the way, is heard right after them, if it is
///   not further away than ``Ration/answer``.
///
/// All times are nanoseconds of one clock that counts.
struct ReadPace {
  /// Between two looks, while little comes: 0.25 s.
  static let interval: Int64 = 250_000_000

  private var ration = Ration(interval: Self.interval)
  private var answeredAt = Int64.min / 2
  private var windowBegan = Int64.min / 2
  /// Messages in the interval that runs, and in the one before.
  private var count = 0
  private var countBefore = 0

  /// How long not to look.
  /// - Returns: nanoseconds; 0 when it is time to.
  func pause(at now: Int64) -> Int64 {
    isBusy || now - answeredAt < Ration.answer ? 0 : max(0, ration.next - now)
  }

  /// Up to when to look, where a pause comes then; `nil` where none does.
  func lookUntil(at now: Int64) -> Int64? {
    let end = answeredAt + Ration.answer
    return !isBusy && now < end && end < ration.next ? end : nil
  }

  private var isBusy: Bool { count >= Ration.full || countBefore >= Ration.full }

  /// So many messages were read.
  mutating func noteRead(_ messages: Int, at now: Int64) {
    guard messages > 0 else { return }
    if now - windowBegan >= Self.interval {
      countBefore = now - windowBegan < 2 * Self.interval ? count : 0
      count = 0
      windowBegan = now
    }
    count += messages
    ration.use(at: now)
  }

  /// Acknowledgements were sent.
  mutating func noteAnswer(at now: Int64) { answeredAt = now }
}
