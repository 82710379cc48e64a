import Model

/// `share(kind where …)`: the share of the assets that fulfil a condition, out of those of which it is known;
/// unknown when it is known of none.
struct Share: RuleFunction {
  static let name = "share"
  static let usage =
    "share(kind where condition), for example share(container where fill_level >= 80 %) > 10 %"

  private let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .share) }

  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { assets.needs }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    assets.evaluate(state, district: subject, now: now)
  }
}
