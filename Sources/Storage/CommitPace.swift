import Rings

/// When to commit what waits: at once, unless so little comes that commits would be all the work.
///
/// A commit costs about the same for one message as for a hundred: most of it is the disk's. A city of 22 messages a
/// second, each committed when it comes, keeps the disk and a few percent of a core busy for nothing. So commits of a
/// few messages are rationed: some in a row are free, then one each ``interval``. Nobody waits for it who matters:
///
/// - what people or receivers wait for or may have seen, as an alert's step, is committed at once, with all before it;
/// - a sender that has as many messages on the way as it may is heard at once: when ``Ration/full`` wait, and when the first
///   of them came right after a commit, as from a sender that waited for its acknowledgements.
///
/// All times are nanoseconds of one clock that counts.
struct CommitPace {
  /// Between two commits of little, when they go on: 0.2 s, so that what a receiver reads together, each 0.25 s, waits no
  /// longer.
  static let interval: Int64 = 200_000_000

  private var lastCommit = Int64.min / 2
  private var ration = Ration(interval: Self.interval)
  private var firstCame: Int64?

  /// How much longer to wait for more.
  /// - Parameters:
  ///   - now: by the clock that counts.
  ///   - waiting: how many messages wait; at least one.
  ///   - isUrgent: whether somebody waits for one of them.
  /// - Returns: nanoseconds; 0 when the commit is due.
  mutating func pause(at now: Int64, waiting: Int, isUrgent: Bool) -> Int64 {
    let first = firstCame ?? now
    firstCame = first
    if isUrgent || waiting >= Ration.full || first - lastCommit < Ration.answer { return 0 }
    return max(0, min(ration.next, first + Self.interval) - now)
  }

  /// A commit is done.
  mutating func noteCommit(at now: Int64) {
    lastCommit = now
    firstCame = nil
    ration.use(at: now)
  }
}
