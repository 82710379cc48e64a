import Core
import Model
import Wire

/// Readings summed up by quantity and step of the city's time, as they come in any order.
struct ReadingSummaries: Sendable {
  /// The most steps that a question may have.
  static let stepLimit = 10_000

  private struct Key: Hashable {
    let step: Range<Timestamp>
    let quantity: Quantity
  }

  private let steps: LocalSteps
  private var sums: [Key: ReadingSum] = [:]
  /// The step of the last reading: the next one is often in it.
  private var recent: Range<Timestamp>?

  /// Summaries by these steps.
  init(_ steps: LocalSteps) { self.steps = steps }

  /// Adds a reading.
  mutating func add(_ reading: Reading) {
    sums[Key(step: step(containing: reading.at), quantity: reading.quantity), default: ReadingSum()].add(
      reading)
  }

  /// Adds what remains of readings of an hour or a day. A step that is shorter can't be told from it any more:
  /// then the period is a step of its own.
  mutating func add(_ stored: StoredSum) {
    let step = step(containing: stored.period.lowerBound)
    let isShorter = step.upperBound < stored.period.upperBound
    let key = Key(step: isShorter ? stored.period : step, quantity: stored.quantity)
    sums[key, default: ReadingSum()].add(stored.sum)
  }

  private mutating func step(containing moment: Timestamp) -> Range<Timestamp> {
    if let recent, recent.contains(moment) { return recent }
    let step = steps.step(containing: moment)
    recent = step
    return step
  }

  /// The steps in which something was measured, by time and then by quantity.
  var objects: [ReadingSummaryObject] {
    let order = sums.sorted {
      ($0.key.step.lowerBound, $0.key.quantity.rawValue) < ($1.key.step.lowerBound, $1.key.quantity.rawValue)
    }
    return order.map { key, sum in
      ReadingSummaryObject(
        quantity: key.quantity, from: key.step.lowerBound, to: key.step.upperBound, min: sum.min,
        avg: sum.sum / Double(sum.count), max: sum.max, last: sum.last, count: sum.count)
    }
  }
}
