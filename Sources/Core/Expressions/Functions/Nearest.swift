import Model

/// `nearest(kind where …)`: how far it is to the nearest asset that fulfils the condition, in the mean of all squares of
/// 100 m in which the city has registered anything.
struct Nearest: PeriodFunction {
  static let name = "nearest"
  static let usage = "nearest(kind where condition), for example nearest(container where fill_level < 90 %)"
  static let operation = Aggregate.Operation.nearest

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
