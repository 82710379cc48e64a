/// The alerts that live, by instance: side by side in memory, so that a million of them take little more room than
/// they are large.
struct AlertTable: Sendable {
  private var places: [InstanceKey: Int32] = [:]
  private(set) var keys: [InstanceKey] = []
  private(set) var values: [Alert] = []

  var count: Int { values.count }

  /// Whose alert has this id: looked for one by one, since only people ask.
  func key(ofAlert id: String) -> InstanceKey? { values.firstIndex { $0.id == id }.map { keys[$0] } }

  /// The alert of an instance; `nil` when none lives.
  subscript(key: InstanceKey) -> Alert? {
    get { places[key].map { values[Int($0)] } }
    set {
      guard let newValue else {
        _ = removeValue(forKey: key)
        return
      }
      if let place = places[key] {
        values[Int(place)] = newValue
      } else {
        places[key] = Int32(values.count)
        keys.append(key)
        values.append(newValue)
      }
    }
  }

  /// Takes an alert out; the last one takes its place.
  mutating func removeValue(forKey key: InstanceKey) -> Alert? {
    guard let place = places.removeValue(forKey: key).map(Int.init) else { return nil }
    let alert = values[place]
    let (lastKey, last) = (keys.removeLast(), values.removeLast())
    if place < values.count {
      keys[place] = lastKey
      values[place] = last
      places[lastKey] = Int32(place)
    }
    return alert
  }
}
