import Synchronization

/// How far the history has come: what is committed survives everything, so it may be acknowledged.
///
/// One thread (the journal) advances it, one (a receiver) waits for it, any may look.
public final class CommitProgress: Sendable {
  /// Rung at each advance, for the thread that waits.
  public let bell: Doorbell
  private let sequence = Atomic<UInt64>(0)

  /// Progress from 0, before any message, which wakes its waiter by `bell`.
  public init(bell: Doorbell) { self.bell = bell }

  /// The sequence of the last message that is on disk, with all before it.
  public var committed: UInt64 { sequence.load(ordering: .acquiring) }

  /// Everything up to `sequence` is on disk.
  public func advance(to sequence: UInt64) {
    self.sequence.store(sequence, ordering: .releasing)
    bell.ring()
  }
}
