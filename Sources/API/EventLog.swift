/// The last events of one kind, in their order.
struct EventLog<Content: Sendable>: Sendable {
  private struct Entry: Sendable {
    let id: UInt64
    let content: Content
  }

  /// The event of a place stands at the place modulo the memory's size.
  private var entries: [Entry] = []
  /// The place of the event that comes next.
  private(set) var end = 0

  /// How many were forgotten: the place of the first that is remembered.
  private var forgotten: Int { end - entries.count }

  private subscript(place: Int) -> Entry { entries[place % EventHub.memory] }

  mutating func append(_ content: Content, id: UInt64) {
    let entry = Entry(id: id, content: content)
    // All its room at once: an array that grows has up to twice of it, and needs more where memory is short.
    if entries.isEmpty { entries.reserveCapacity(EventHub.memory) }
    if entries.count < EventHub.memory {
      entries.append(entry)
    } else {
      entries[end % EventHub.memory] = entry
    }
    end += 1
  }

  /// The place after the event `id`, and how many of those that followed it may be forgotten.
  func place(after id: UInt64) -> (place: Int, missed: Int) {
    let place = (forgotten..<end).first { self[$0].id > id } ?? end
    let missed = place == forgotten && place < end ? min(forgotten, Int(self[place].id - id - 1)) : 0
    return (place, missed)
  }

  /// At most `limit` events from a place on; the place moves behind them.
  /// - Returns: the events, and how many before them are forgotten.
  func take(
    _ limit: Int, from place: inout Int, _ content: (Content) -> LiveEvent.Content
  ) -> (events: [LiveEvent], missed: Int) {
    let first = max(place, forgotten)
    let missed = first - place
    place = min(end, first + limit)
    return ((first..<place).map { LiveEvent(id: self[$0].id, content: content(self[$0].content)) }, missed)
  }
}
