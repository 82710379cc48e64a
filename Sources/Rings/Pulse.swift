import Synchronization

/// Whether a thread makes its turns: it counts them, and whoever watches looks whether the count grows.
///
/// One thread beats, any may look.
public final class Pulse: Sendable {
  /// Whose pulse it is, for the log.
  public let name: String
  private let count = Atomic<UInt64>(0)
  private let rests = Atomic<Bool>(false)

  /// The pulse of a thread that has not begun, which rests until it does.
  public init(_ name: String) {
    self.name = name
    rests.store(true, ordering: .relaxed)
  }

  /// A turn was made.
  public func beat() {
    rests.store(false, ordering: .relaxed)
    count.add(1, ordering: .relaxed)
  }

  /// What follows waits for others and ends by itself, as the search for a host does, or the thread ends:
  /// until the next beat nothing is expected.
  public func rest() { rests.store(true, ordering: .relaxed) }

  /// What can be seen of it at one moment.
  public struct Sight: Equatable, Sendable {
    fileprivate let count: UInt64
    fileprivate let rests: Bool
  }

  /// How it is now.
  public var sight: Sight {
    Sight(count: count.load(ordering: .relaxed), rests: rests.load(ordering: .relaxed))
  }

  /// Whether the thread has made a turn since `sight`, or need not.
  public func isAlive(since sight: Sight) -> Bool {
    let now = self.sight
    return now.rests || now.count != sight.count
  }
}
