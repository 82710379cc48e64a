/// The last events of one kind, in their order.
struct EventLog {
  /// Events that are remembered.
  static let memory = 10_000

  /// The event of a place stands at the place modulo the memory's size.
  private var events: [LiveEvent] = []
  /// The place of the event that comes next.
  private(set) var end = 0

  /// How many were forgotten: the place of the first that is remembered.
  private var forgotten: Int { end - events.count }

  private subscript(place: Int) -> LiveEvent { events[place % Self.memory] }

  mutating func append(_ event: LiveEvent) {
    if events.count < Self.memory {
      events.append(event)
    } else {
      events[end % Self.memory] = event
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
  func take(_ limit: Int, from place: inout Int) -> (events: [LiveEvent], missed: Int) {
    let first = max(place, forgotten)
    let missed = first - place
    place = min(end, first + limit)
    return ((first..<place).map { self[$0] }, missed)
  }
}
