/// The last events of one kind, in their order.
struct EventLog {
  /// Events that are remembered.
  static let memory = 10_000

  private var events: [LiveEvent] = []
  /// How many were forgotten: the place of the first that is remembered.
  private var forgotten = 0

  /// The place of the event that comes next.
  var end: Int { forgotten + events.count }

  mutating func append(_ event: LiveEvent) {
    events.append(event)
    // Trimmed in steps, so that each event costs a constant.
    guard events.count > Self.memory * 2 else { return }
    forgotten += events.count - Self.memory
    events.removeFirst(events.count - Self.memory)
  }

  /// The place after the event `id`, and how many of those that followed it may be forgotten.
  func place(after id: UInt64) -> (place: Int, missed: Int) {
    guard let first = events.first, first.id > id else {
      let index = events.firstIndex { $0.id > id } ?? events.count
      return (forgotten + index, 0)
    }
    return (forgotten, min(forgotten, Int(first.id - id - 1)))
  }

  /// At most `limit` events from a place on; the place moves behind them.
  /// - Returns: the events, and how many before them are forgotten.
  func take(_ limit: Int, from place: inout Int) -> (events: ArraySlice<LiveEvent>, missed: Int) {
    let missed = max(0, forgotten - place)
    let first = place + missed - forgotten
    let slice = events[first..<min(events.count, first + limit)]
    place = forgotten + slice.endIndex
    return (slice, missed)
  }
}
