import Model

/// The robust slope of a dozen values over time.
///
/// When there are more, every second one is let go, and from then on they are taken twice as far apart: so the values stay
/// spread over the whole time, however often they come.
struct Trend: BitwiseCopyable {
  private static let capacity = 12
  private static let pairs = 66
  /// Below that many values a slope is chance.
  static let fewest = 4
  /// The normal quantile of a two-sided interval of 90 %.
  private static let z = 1.645

  private var times = InlineArray<12, Timestamp>(repeating: .distantPast)
  private var values = InlineArray<12, Double>(repeating: 0)
  private var count = 0
  /// How far apart they are taken; at first a little less than half an hour, since who reports on the hour is not exact.
  private var spacing = Duration.seconds(1500)

  mutating func add(_ value: Double, at: Timestamp) {
    guard isFarEnough(at) else { return }
    if count == Self.capacity {
      thin()
      guard isFarEnough(at) else { return }
    }
    times[count] = at
    values[count] = value
    count += 1
  }

  private mutating func thin() {
    for index in 0..<Self.capacity / 2 {
      times[index] = times[2 * index]
      values[index] = values[2 * index]
    }
    count = Self.capacity / 2
    spacing = spacing * 2
  }

  private func isFarEnough(_ at: Timestamp) -> Bool { count == 0 || at - times[count - 1] >= spacing }

  /// The median slope per day and the ends of its interval of 90 %; `nil` when there are too few values.
  func slopes() -> (low: Double, median: Double, high: Double)? {
    guard count >= Self.fewest else { return nil }
    var slopes = InlineArray<66, Double>(repeating: .infinity)
    var found = 0
    for last in 1..<count {
      for first in 0..<last {
        let days = (times[last] - times[first]).inSeconds / 86_400
        guard days > 0 else { continue }
        // In order from the beginning: there are few.
        let slope = (values[last] - values[first]) / days
        var place = found
        while place > 0, slopes[place - 1] > slope {
          slopes[place] = slopes[place - 1]
          place -= 1
        }
        slopes[place] = slope
        found += 1
      }
    }
    guard found > 0 else { return nil }
    let n = Double(count)
    let spread = Self.z * (n * (n - 1) * (2 * n + 5) / 18).squareRoot()
    let low = max(0, Int(((Double(found) - spread) / 2).rounded(.down)))
    let high = min(found - 1, Int(((Double(found) + spread) / 2).rounded(.up)))
    let median = (slopes[(found - 1) / 2] + slopes[found / 2]) / 2
    return (slopes[low], median, slopes[high])
  }
}
