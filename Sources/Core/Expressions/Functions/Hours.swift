import Model

/// `hours(kind where …)`: for how many hours of an indicator's period one asset fulfils the condition, in the
/// mean of all; without a period, as in a rule, it is unknown.
struct Hours: RuleFunction {
  static let name = "hours"
  static let usage = "hours(kind where condition), for example hours(station where no2_hour > 200 ug/m3)"

  private let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, .hours) }

  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double { Truth.unknown }
}
