import Synchronization

/// Lets one caller at a time do something that is dear.
final class OneAtATime: Sendable {
  private let isTaken = Atomic<Bool>(false)

  /// Whether the caller may begin; then it must ``end()``.
  func begin() -> Bool {
    isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
  }

  /// The next one may begin.
  func end() { isTaken.store(false, ordering: .releasing) }
}
