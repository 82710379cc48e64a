import API
import Synchronization

/// The objects whose headers stand in the live ring, in the same order: a ring holds bytes, and these are made into
/// bytes only if somebody reads them.
final class LiveObjects: Sendable {
  private let objects = Mutex<[LiveObject]>([])

  /// The next, whose header is in the ring and not yet shown.
  func append(_ object: LiveObject) { objects.withLock { $0.append(object) } }

  /// All that are there: those of the headers that were read, and perhaps more.
  func takeAll() -> [LiveObject] {
    objects.withLock { objects in
      defer { objects = [] }
      return objects
    }
  }
}
