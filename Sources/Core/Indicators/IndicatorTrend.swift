import Model

extension IndicatorTrend {
  /// The fewest values that show a trend, and the most that are looked at.
  static let valuesMin = 8
  static let valuesMax = 30

  /// How values at equal distances have moved; `nil` when there are too few.
  ///
  /// The slope is Theil's and Sen's: the median of the slopes between all pairs, which a third of wild values
  /// does not move. It counts when Mann and Kendall's test finds an order in the values that chance gives
  /// once in twenty times. Sources: Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau",
  /// 1968; Kendall, "Rank Correlation Methods", 1975.
  init?(of values: [Double]) {
    let count = values.count
    guard count >= Self.valuesMin else { return nil }
    var slopes: [Double] = []
    var order = 0
    for later in values.indices {
      for earlier in 0..<later {
        let rise = values[later] - values[earlier]
        slopes.append(rise / Double(later - earlier))
        order += rise > 0 ? 1 : rise < 0 ? -1 : 0
      }
    }
    slopes.sort()
    let middle = (slopes[(slopes.count - 1) / 2] + slopes[slopes.count / 2]) / 2
    let variance = Double(count * (count - 1) * (2 * count + 5)) / 18
    let isOrdered = Double(abs(order) - 1) > 1.96 * variance.squareRoot()
    if !isOrdered || middle == 0 {
      self = .steady
    } else {
      self = middle > 0 ? .rising : .falling
    }
  }
}
