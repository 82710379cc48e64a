import Model

/// `nearest_p95(kind where …)`: how far it is at most to the nearest asset that fulfils the condition, from 95 % of the
/// squares of 100 m in which the city has registered anything.
struct NearestPercentile95: PeriodFunction {
  static let name = "nearest_p95"
  static let usage =
    "nearest_p95(kind where condition), for example nearest_p95(container where fill_level < 90 %)"
  static let operation = Aggregate.Operation.nearestPercentile95

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
