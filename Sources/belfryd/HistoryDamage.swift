import Storage
import Synchronization

/// What the parts of the daemon found out about the history: that it is damaged, if it is.
///
/// Whoever works with the history for the daemon tells it here. The daemon then ends, and sets the history aside when
/// nobody has it open any more.
final class HistoryDamage: Sendable {
  /// Told when damage is found.
  let news: AsyncStream<Void>
  private let reporter: AsyncStream<Void>.Continuation
  private let first = Mutex<StorageError?>(nil)

  init() { (news, reporter) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1)) }

  /// What was found first; `nil` when the history is sound as far as anybody knows.
  var found: StorageError? { first.withLock { $0 } }

  /// Something went wrong with the history: it counts when that is damage.
  func note(_ error: any Error) {
    guard let error = error as? StorageError, error.isDamage else { return }
    first.withLock { first in first = first ?? error }
    reporter.yield()
  }
}
