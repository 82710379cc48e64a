import Model

/// Deadlines in order: a binary heap.
///
/// A timer is not taken out when it is no longer wanted; whoever receives it looks whether it still means
/// something. Of two timers at one time the one that was set first comes first, so that a replay agrees.
struct TimerQueue<Payload: BitwiseCopyable & Sendable>: Sendable {
  private struct Timer: BitwiseCopyable {
    let deadline: Timestamp
    let payload: Payload
    /// Behind the payload, which often leaves room for it.
    var order: UInt32
  }

  private var heap: [Timer] = []
  private var nextOrder: UInt32

  /// A queue without timers.
  /// - Parameter order: the number of the first timer; another than 0 for tests.
  init(order: UInt32 = 0) { nextOrder = order }

  var count: Int { heap.count }

  /// Sets a timer.
  mutating func insert(_ payload: Payload, at deadline: Timestamp) {
    if nextOrder == .max { renumber() }
    heap.append(Timer(deadline: deadline, payload: payload, order: nextOrder))
    nextOrder += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the first timer whose deadline is not after `now`.
  mutating func next(until now: Timestamp) -> (deadline: Timestamp, payload: Payload)? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.deadline, first.payload)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  /// After four thousand million timers the numbers begin anew. A heap that is sorted stays one.
  private mutating func renumber() {
    heap.sort(by: Self.isBefore)
    for place in heap.indices { heap[place].order = UInt32(place) }
    nextOrder = UInt32(heap.count)
  }

  /// All timers in the order in which they come.
  var inOrder: [(deadline: Timestamp, payload: Payload)] {
    heap.sorted(by: Self.isBefore).map { ($0.deadline, $0.payload) }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool { Self.isBefore(heap[a], heap[b]) }

  private static func isBefore(_ a: Timer, _ b: Timer) -> Bool {
    (a.deadline, a.order) < (b.deadline, b.order)
  }
}
