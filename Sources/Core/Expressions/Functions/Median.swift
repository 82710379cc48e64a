import Model

/// `median(kind.q)`: the value that half of all do not exceed, to a tenth of the unit.
struct Median: AggregateFunction {
  static let name = "median"
  static let usage = "median(kind.quantity), for example median(parking_bay.stay where stay > 0 min)"

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .quantile(percent: 50)) }
}
