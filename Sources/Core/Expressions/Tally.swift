import Model

/// What an aggregate has gathered over assets, and over time where it is about a period.
///
/// Whole numbers: so the order in which contributions are added does not matter, and one that turns out
/// wrong can be taken out again without a trace. A contribution weighs 1 at a moment or for an event, and
/// its milliseconds in a period.
struct Tally: Hashable, Sendable, BitwiseCopyable {
  /// The weight of that of which it is known whether it counts.
  var known: Int128 = 0
  /// The weight of what counts.
  var counted: Int128 = 0
  /// The values of what counts, in millionths, times their weights.
  var sum: Int128 = 0
  /// The least value of what counts. Least and greatest can't be taken out again.
  var least = Double.infinity
  /// The greatest value of what counts.
  var greatest = -Double.infinity

  /// Adds `weight` of something: a negative one takes it out again.
  ///
  /// - Parameters:
  ///   - truth: whether it counts; not-a-number when that is unknown.
  ///   - value: its value; not-a-number when that is unknown, which makes it unknown whether it counts.
  ///   - weight: how much it weighs.
  mutating func add(truth: Double, value: Double, weight: Int128) {
    guard !truth.isNaN, !value.isNaN || truth == Truth.no else { return }
    known += weight
    guard truth == Truth.yes else { return }
    counted += weight
    sum += weight * Int128((value * Self.millionths).rounded())
    least = min(least, value)
    greatest = max(greatest, value)
  }

  /// Adds what another tally has gathered.
  mutating func add(_ other: Tally) {
    known += other.known
    counted += other.counted
    sum += other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
  }

  private static let millionths = 1e6
  /// The natural logarithm of the power of one decibel.
  static let decibel = 0.230_258_509_299_404_6

  /// The aggregate's value.
  /// - Parameters:
  ///   - operation: what is made of what was gathered.
  ///   - span: the weight of one asset of which all is known: 1 at a moment, milliseconds in a period, so
  ///     that a number over a period is its mean over time; 1 for events, which are counted; for hours what one
  ///     hour of all assets weighs.
  /// - Returns: the value; not-a-number when nothing is known that it could be made of.
  func value(_ operation: Aggregate.Operation, span: Double) -> Double {
    switch operation {
    case .share: known == 0 ? Truth.unknown : 100 * Double(counted) / Double(known)
    case .count, .hours: Double(counted) / span
    case .average: counted == 0 ? Truth.unknown : Double(sum) / Double(counted) / Self.millionths
    case .level:
      counted == 0 ? Truth.unknown : 10 * Elementary.log10(Double(sum) / Double(counted) / Self.millionths)
    case .sum: counted == 0 ? Truth.unknown : Double(sum) / span / Self.millionths
    case .least: counted == 0 ? Truth.unknown : least
    case .greatest: counted == 0 ? Truth.unknown : greatest
    }
  }
}
