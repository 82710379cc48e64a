import Model

/// How often a device reports, learned from its own history.
///
/// A histogram of the intervals between reports in half-octaves from 6 seconds to 3 days. When it holds 64
/// intervals all counts are halved, so that a device that changes its habits is followed after a few reports,
/// while one or two lost frames change nothing. A device counts as silent when it has been quiet for three
/// times its 95th percentile: never a fixed timeout.
struct Cadence: BitwiseCopyable {
  private static let bucketCount = 32
  /// Nobody is silent sooner than this.
  static let floor = Duration.seconds(5 * 60)
  /// Everybody is silent after this.
  static let ceiling = Duration.seconds(3 * 86_400)
  /// What holds before enough reports came to tell.
  static let unlearned = Duration.seconds(25 * 3600)
  /// Intervals that it takes to tell.
  static let intervalsNeeded = 4
  /// Intervals that are remembered.
  private static let intervalsMax = 64

  private var counts = InlineArray<32, UInt8>(repeating: 0)

  /// Takes note of one interval between two reports.
  mutating func note(_ interval: Duration) {
    if total >= Self.intervalsMax {
      for index in 0..<Self.bucketCount { counts[index] /= 2 }
    }
    counts[Self.bucket(interval.inSeconds)] += 1
  }

  private var total: Int {
    var total = 0
    for index in 0..<Self.bucketCount { total += Int(counts[index]) }
    return total
  }

  /// How long the device may be quiet before it counts as silent.
  var silenceLimit: Duration {
    silenceLimit(atLeast: Self.floor)
  }

  /// As ``silenceLimit``, with another floor.
  func silenceLimit(atLeast floor: Duration) -> Duration {
    guard let interval = quantile(0.95) else { return Self.unlearned }
    return min(max(interval * 3, floor), Self.ceiling)
  }

  /// The usual interval between reports: the median; `nil` before enough reports came.
  var median: Duration? { quantile(0.5) }

  /// The upper end of the bucket that holds the quantile.
  private func quantile(_ share: Double) -> Duration? {
    let total = total
    guard total >= Self.intervalsNeeded else { return nil }
    var rest = Int((Double(total) * share).rounded(.up))
    for index in 0..<Self.bucketCount {
      rest -= Int(counts[index])
      if rest <= 0 { return .seconds(Self.upperSeconds[index]) }
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
