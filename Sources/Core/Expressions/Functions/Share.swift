import Model

/// `share(kind where …)`: the share of the assets that fulfil a condition, out of those of which it is known;
/// unknown when it is known of none.
struct Share: AggregateFunction {
  static let name = "share"
  static let usage =
    "share(kind where condition), for example share(container where fill_level >= 80 %) > 10 %"

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .share) }
}
