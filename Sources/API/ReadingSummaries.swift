import Core
import Model
import Wire

/// Readings summed up by quantity and step of time, as they come in any order.
struct ReadingSummaries: Sendable {
  /// The most steps that a question may have.
  static let stepLimit = 10_000

  private struct Key: Hashable {
    let step: Int64
    let quantity: Quantity
  }

  private struct Summary {
    var min = Double.infinity
    var max = -Double.infinity
    var sum = 0.0
    var last = (at: Timestamp.distantPast, value: 0.0)
    var count = 0

    mutating func add(_ reading: Reading) {
      min = Swift.min(min, reading.value)
      max = Swift.max(max, reading.value)
      sum += reading.value
      count += 1
      if reading.at >= last.at { last = (reading.at, reading.value) }
    }
  }

  private let from: Timestamp
  private let every: Duration
  private var summaries: [Key: Summary] = [:]

  /// Steps of `every`, the first of which begins at `from`.
  init(from: Timestamp, every: Duration) {
    self.from = from
    self.every = every
  }

  /// Adds a reading that was measured at `from` or later.
  mutating func add(_ reading: Reading) {
    let step = (reading.at - from).wholeNanoseconds / every.wholeNanoseconds
    summaries[Key(step: step, quantity: reading.quantity), default: Summary()].add(reading)
  }

  /// The steps in which something was measured, by time and then by quantity.
  var objects: [ReadingSummaryObject] {
    let order = summaries.sorted {
      ($0.key.step, $0.key.quantity.rawValue) < ($1.key.step, $1.key.quantity.rawValue)
    }
    return order.map { key, summary in
      let begin = from + .nanoseconds(key.step * every.wholeNanoseconds)
      return ReadingSummaryObject(
        quantity: key.quantity, from: begin, to: begin + every, min: summary.min,
        avg: summary.sum / Double(summary.count), max: summary.max, last: summary.last.value,
        count: summary.count)
    }
  }
}
