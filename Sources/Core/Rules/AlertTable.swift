import Model

/// The alerts that live, by instance: side by side in memory, so that a million of them take little more room than
/// they are large.
struct AlertTable: Sendable {
  private var places = IndexTable()
  private(set) var values: [Alert] = []

  var count: Int { values.count }

  /// Whose alert has this id: looked for one by one, since only people ask.
  func key(ofAlert id: String) -> InstanceKey? { values.first { $0.id == id }?.key }

  private func place(_ key: InstanceKey) -> Int? { places.find(key.tableHash) { values[$0].key == key } }

  /// The alert of an instance; `nil` when none lives.
  subscript(key: InstanceKey) -> Alert? { place(key).map { values[$0] } }

  /// Adds an alert; in the place of the one of its instance, when there is one.
  mutating func insert(_ alert: Alert) {
    if let place = place(alert.key) {
      values[place] = alert
    } else {
      places.insert(values.count, alert.key.tableHash)
      values.append(alert)
    }
  }

  /// Changes the alert of an instance, if one lives; not its key.
  mutating func change(_ key: InstanceKey, _ change: (inout Alert) -> Void) {
    if let place = place(key) { change(&values[place]) }
  }

  /// Takes an alert out; the last one takes its place.
  mutating func remove(_ key: InstanceKey) -> Alert? {
    guard let place = place(key) else { return nil }
    places.remove(place, key.tableHash)
    let alert = values[place]
    let last = values.removeLast()
    if place < values.count {
      places.remove(values.count, last.key.tableHash)
      places.insert(place, last.key.tableHash)
      values[place] = last
    }
    return alert
  }
}

extension InstanceKey {
  /// Fibonacci hashing, of which the middle bits depend on all.
  fileprivate var tableHash: UInt32 {
    let both = UInt64(UInt32(bitPattern: rule)) << 32 | UInt64(UInt32(bitPattern: subject))
    return UInt32(truncatingIfNeeded: (both &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }
}
