import Model

/// `mostly(kind where …)`: the share of the assets that fulfil the condition for at least 95 % of their known time in an
/// indicator's period: those whose quantile of 95 % is within a limit. Of each as much must be known as the indicator
/// asks for.
struct Mostly: PeriodFunction {
  static let name = "mostly"
  static let usage = "mostly(kind where condition), for example mostly(room where co2 <= 900 ppm)"
  static let operation = Aggregate.Operation.mostly

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
