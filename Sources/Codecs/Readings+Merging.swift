import Model

// Some devices measure one quantity several times at once: three phases, two channels, several depths. Our
// quantities have one value per device and time, so a codec says which one counts.

extension Readings {
  /// Of the readings of `quantity` from index `start` on, keeps the highest of each time.
  mutating func keepHighest(of quantity: Quantity, from start: Int) {
    merge(quantity, from: start) { max($0, $1) }
  }

  /// Of the readings of `quantity` from index `start` on, keeps the sum of each time.
  mutating func keepSum(of quantity: Quantity, from start: Int) {
    merge(quantity, from: start) { $0 + $1 }
  }

  /// Of several readings of one quantity and time from index `start` on, keeps the last.
  mutating func keepLast(from start: Int) {
    merge(nil, from: start) { $1 }
  }

  /// Of several readings of one quantity and time from index `start` on, keeps the first.
  mutating func keepFirst(from start: Int) {
    merge(nil, from: start) { first, _ in first }
  }

  /// Combines the readings of `quantity`, or of every quantity, that have the same time.
  private mutating func merge(
    _ quantity: Quantity?, from start: Int, _ combine: (Double, Double) -> Double
  ) {
    var count = start
    for index in items.indices[start...] {
      let reading = items[index]
      let known = items[start..<count].firstIndex {
        $0.quantity == reading.quantity && $0.at == reading.at
      }
      if let known, quantity == nil || quantity == reading.quantity {
        set(known, Reading(reading.quantity, combine(items[known].value, reading.value), at: reading.at))
      } else {
        set(count, reading)
        count += 1
      }
    }
    truncate(to: count)
  }
}
