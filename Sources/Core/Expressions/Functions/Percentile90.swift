import Model

/// `p90(kind.q)`: the value that nine in ten do not exceed, to a tenth of the unit.
struct Percentile90: AggregateFunction {
  static let name = "p90"
  static let usage = "p90(kind.quantity), for example p90(parking_bay.stay where stay > 0 min)"

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .quantile(percent: 90)) }
}
