import Model

/// A function about many assets that only an indicator can tell: over its period, as `hours(station where …)`, or on the
/// map. In a rule it is unknown.
protocol PeriodFunction: RuleFunction {
  static var operation: Aggregate.Operation { get }

  var assets: Aggregate { get }
}

extension PeriodFunction {
  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double { Truth.unknown }
}
