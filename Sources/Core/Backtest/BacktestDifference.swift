public import Model

/// How the alerts of two backtests of the same time differ.
public struct BacktestDifference: Hashable, Sendable {
  /// Alerts of the first without one of the second for the same subject at the same time.
  public let onlyFirst: [BacktestAlert]
  /// The same, the other way round.
  public let onlySecond: [BacktestAlert]
  /// Alerts of the first that have one of the second.
  public let both: Int

  /// Compares the alerts of one rule with those of another.
  public init(_ first: [BacktestAlert], _ second: [BacktestAlert], until end: Timestamp) {
    onlyFirst = Self.without(first, second, end)
    onlySecond = Self.without(second, first, end)
    both = first.count - onlyFirst.count
  }

  private static func without(
    _ alerts: [BacktestAlert], _ others: [BacktestAlert], _ end: Timestamp
  ) -> [BacktestAlert] {
    // Of one subject no two alerts fire at a time: sorted by their begin they are sorted by their end.
    let bySubject = Dictionary(grouping: others, by: \.subject).mapValues { list in
      list.sorted { $0.firedAt < $1.firedAt }
    }
    return alerts.filter { alert in
      let candidates = bySubject[alert.subject] ?? []
      let first = candidates.firstIndexSorted { ($0.resolvedAt ?? end) >= alert.firedAt }
      guard first < candidates.count else { return true }
      return candidates[first].firedAt > alert.resolvedAt ?? end
    }
  }
}

extension [BacktestAlert] {
  /// The first index at which a condition holds that, once it holds, holds for the rest; `count` for none.
  fileprivate func firstIndexSorted(where condition: (BacktestAlert) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
