import Model

/// `hours(kind where …)`: for how many hours of an indicator's period one asset fulfils the condition, in the
/// mean of all.
struct Hours: PeriodFunction {
  static let name = "hours"
  static let usage = "hours(kind where condition), for example hours(station where no2_hour > 200 ug/m3)"
  static let operation = Aggregate.Operation.hours

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
