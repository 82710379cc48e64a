import Model

/// How often a device reports, learned from its own history.
///
/// A histogram of the intervals between reports in half-octaves from 6 seconds to 3 days. When it holds 64
/// intervals all counts are halved, so that a device that changes its habits is followed after a few reports,
/// while one or two lost frames change little. A device counts as silent when it has been quiet for three
/// times its 95th percentile, and, where reports of it get lost or come late, for so long that so many missing in a
/// row are no chance: never a fixed timeout.
struct Cadence: BitwiseCopyable {
  private static let bucketCount = 32
  /// What holds before enough reports came to tell.
  static let unlearned = Duration.seconds(25 * 3600)
  /// Intervals that it takes to tell.
  static let intervalsNeeded = 4
  /// Intervals that are remembered.
  private static let intervalsMax = 64

  /// How rarely chance alone may make a device silent: once in so many reports.
  private static let reportsPerMistake = 1e7
  /// Nobody needs more reports than this to miss.
  private static let missesMax: Int64 = 8
  /// Intervals over which losses are counted, before both counts are halved.
  private static let lossMemory: UInt16 = 512

  private var counts = InlineArray<32, UInt8>(repeating: 0)
  /// How many intervals were counted for ``longOnes``, and how many of them were twice as long as usual.
  private var counted: UInt16 = 0
  private var longOnes: UInt16 = 0

  /// Takes note of one interval between two reports.
  mutating func note(_ interval: Duration) {
    if total >= Self.intervalsMax {
      for index in 0..<Self.bucketCount { counts[index] /= 2 }
    }
    noteLoss(interval)
    counts[Self.bucket(interval.inSeconds)] += 1
  }

  /// An interval of twice the usual length is a report that did not come. The usual one is known by the upper end of
  /// its half-octave, which may be 1.41 times as long.
  private mutating func noteLoss(_ interval: Duration) {
    guard let usual = seconds(atQuantile: 0.5) else { return }
    if counted == Self.lossMemory {
      counted /= 2
      longOnes /= 2
    }
    counted += 1
    if interval.inSeconds > Double(usual) * 1.4 { longOnes += 1 }
  }

  /// How many reports must be missing in a row to be no chance, by how many were missing so far.
  private var missesNeeded: Int64 {
    guard longOnes > 0 else { return 0 }
    let share = Double(longOnes) / Double(counted)
    var (misses, chance): (Int64, Double) = (1, share)
    while chance * Self.reportsPerMistake > 1, misses < Self.missesMax {
      chance *= share
      misses += 1
    }
    return misses
  }

  private var total: Int {
    var total = 0
    // Of a few dozen small numbers the sum can't overflow; not to look for that adds many at once.
    for index in 0..<Self.bucketCount { total &+= Int(counts[index]) }
    return total
  }

  /// How long the device may be quiet before it counts as silent.
  func silenceLimit(within bounds: SilenceBounds) -> Duration {
    let limit = usualLimit(within: bounds)
    // The fifth of the longest intervals holds those with a report missing.
    guard let interval = seconds(atQuantile: 0.8) else { return limit }
    return min(max(limit, .seconds(interval * missesNeeded)), bounds.ceiling)
  }

  /// Three times the 95th percentile, for what is heard by many ways: losses hardly matter there.
  func usualLimit(within bounds: SilenceBounds) -> Duration {
    let usual = seconds(atQuantile: 0.95).map { Duration.seconds(3 * $0) } ?? Self.unlearned
    return min(max(usual, bounds.floor), bounds.ceiling)
  }

  /// The usual interval between reports: the median; `nil` before enough reports came.
  var median: Duration? { seconds(atQuantile: 0.5).map { .seconds($0) } }

  /// The upper end of the bucket that holds the quantile.
  private func seconds(atQuantile share: Double) -> Int64? {
    let total = total
    guard total >= Self.intervalsNeeded else { return nil }
    var rest = Int((Double(total) * share).rounded(.up))
    for index in 0..<Self.bucketCount {
      rest -= Int(counts[index])
      if rest <= 0 { return Self.upperSeconds[index] }
    }
    return nil
  }

  /// 4 s times the square root of 2 to the power of the bucket's number plus one, rounded up.
  private static let upperSeconds: [Int64] = (0..<bucketCount).map { index in
    let octaves = Double(1 << ((index + 1) / 2))
    return Int64((4 * octaves * ((index + 1) % 2 == 0 ? 1 : 1.4142135623730951)).rounded(.up))
  }

  private static func bucket(_ seconds: Double) -> Int {
    var low = 0
    var high = bucketCount - 1
    while low < high {
      let middle = (low + high) / 2
      if seconds <= Double(upperSeconds[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
