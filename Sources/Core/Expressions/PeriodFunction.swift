import Model

/// A function about many assets over an indicator's period: `hours(station where …)`. Without a period, as in a
/// rule, it is unknown.
protocol PeriodFunction: RuleFunction {
  static var operation: Aggregate.Operation { get }

  var assets: Aggregate { get }
}

extension PeriodFunction {
  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double { Truth.unknown }
}
