import Model

/// A function about the newest readings of many assets alone: `share(container where …)`.
protocol AggregateFunction: RuleFunction {
  var assets: Aggregate { get }
}

extension AggregateFunction {
  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { assets.needs }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    assets.evaluate(state, district: subject, now: now)
  }
}
