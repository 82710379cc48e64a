import Model

/// `count(kind where …)`: how many assets fulfil a condition; those of which it is unknown don't count.
struct Count: RuleFunction {
  static let name = "count"
  static let usage = "count(kind where condition), for example count(container where fill_level >= 80 %) > 5"

  private let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .count) }

  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { assets.needs }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    assets.evaluate(state, district: subject, now: now)
  }
}
