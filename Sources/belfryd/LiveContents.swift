import API
import Synchronization

/// What the headers of the live ring stand for that are of no reading, in the same order: a ring holds bytes, and these are
/// made into bytes only if somebody reads them.
final class LiveContents: Sendable {
  private let contents = Mutex<[LiveEvent.Content]>([])

  /// The next, whose header is in the ring and not yet shown.
  func append(_ content: LiveEvent.Content) { contents.withLock { $0.append(content) } }

  /// All that are there: those of the headers that were read, and perhaps more.
  func takeAll() -> [LiveEvent.Content] {
    contents.withLock { contents in
      defer { contents = [] }
      return contents
    }
  }
}
