import Model

/// What is due, earliest first; of what is due at one time, first come first served.
///
/// A binary heap.
struct TimeQueue<Element: Sendable>: Sendable {
  private struct Entry: Sendable {
    let at: Timestamp
    let arrival: UInt64
    let element: Element

    func precedes(_ other: Entry) -> Bool {
      (at.nanoseconds, arrival) < (other.at.nanoseconds, other.arrival)
    }
  }

  private var heap: [Entry] = []
  private var arrivals: UInt64 = 0

  /// When the first is due; `nil` when nothing is.
  var nextAt: Timestamp? { heap.first?.at }

  mutating func insert(_ element: Element, at: Timestamp) {
    heap.append(Entry(at: at, arrival: arrivals, element: element))
    arrivals += 1
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() -> (at: Timestamp, element: Element)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.at, first.element)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].precedes(heap[smallest]) {
        smallest = child
      }
      guard smallest != parent else { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
