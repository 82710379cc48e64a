import Model

/// What has begun and had not come to its end at a moment, for a quantile of how long such things take: a lamp that is
/// still out, an alert that nobody has taken note of. Without it the slowest would be left out.
struct Unfinished: Sendable {
  /// How many have taken so long so far, by part of the tally; by scope and aggregate.
  private var counts: [Int: [Int: [Int64: Int128]]] = [:]

  /// Those of the aggregates in a scope; none where there are none.
  subscript(scope: Int) -> [Int: [Int64: Int128]] { counts[scope] ?? [:] }

  /// Looks for them.
  /// - Parameters:
  ///   - indicator: what is asked.
  ///   - inputs: those of the indicator's aggregates, and behind them those that say how long something has taken so far.
  ///   - moment: the end of the period, or of what has passed of it.
  ///   - alerts: those that are open now.
  ///   - scopes: what lies where.
  ///   - series: what was known when.
  init(
    _ indicator: Indicator, _ inputs: [AssetInput], at moment: Timestamp, _ alerts: [OpenAlert],
    _ scopes: Scopes, _ series: borrowing IndicatorSeries
  ) {
    var soFars = inputs.suffix(indicator.soFars.count)[...]
    for (number, aggregate) in indicator.aggregates.enumerated() where aggregate.isOfDurations {
      let input = inputs[number]
      if let soFar = aggregate.soFar == nil ? nil : soFars.popFirst() {
        for asset in scopes.assets(of: aggregate.kind) {
          let length = soFar.value(asset: Int(asset), at: moment, series)
          guard length > 0, input.counts(length) else { continue }
          add(length, number, aggregate, scopes.scope(ofAsset: Int(asset)))
        }
        continue
      }
      for alert in alerts where alert.firedAt <= moment && series.kind(ofAsset: alert.asset) == aggregate.kind
      {
        if aggregate.quantity == .acknowledgeTime, alert.isAcknowledged { continue }
        let length = aggregate.length(moment - alert.firedAt)
        guard input.counts(length, severity: alert.severity) else { continue }
        add(length, number, aggregate, scopes.scope(ofAsset: alert.asset))
      }
      // Those that have come to their end since.
      for asset in scopes.assets(of: aggregate.kind) {
        for length in input.lengths(asset: Int(asset), lastingAt: moment, series) {
          add(length, number, aggregate, scopes.scope(ofAsset: Int(asset)))
        }
      }
    }
  }

  private mutating func add(_ length: Double, _ number: Int, _ aggregate: Aggregate, _ scope: Int) {
    guard let part = aggregate.operation.part(ofAsset: 0, length) else { return }
    for scope in Set([0, scope]) { counts[scope, default: [:]][number, default: [:]][part, default: 0] += 1 }
  }
}

extension Aggregate {
  /// A length of time in the unit of its quantity.
  fileprivate func length(_ duration: Duration) -> Double {
    duration.inSeconds / (quantity?.unit.scale ?? 1)
  }
}

extension AssetInput {
  /// Whether something counts that has taken so long so far.
  fileprivate func counts(_ length: Double, severity: Severity? = nil) -> Bool {
    guard let condition = aggregate.condition else { return true }
    let truth = condition.evaluate(
      load: { quantity in
        if quantity == aggregate.quantity { return length }
        return quantity == .alertSeverity ? severity?.number ?? Truth.unknown : Truth.unknown
      }, call: { _ in Truth.unknown })
    return truth == Truth.yes
  }
}
