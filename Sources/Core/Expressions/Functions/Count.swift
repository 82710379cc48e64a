import Model

/// `count(kind where …)`: how many assets fulfil a condition; those of which it is unknown don't count.
struct Count: AggregateFunction {
  static let name = "count"
  static let usage = "count(kind where condition), for example count(container where fill_level >= 80 %) > 5"

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .count) }
}
