import Model

/// `any(kind where …)`: the share of an indicator's period in which at least one asset fulfils the condition, looked at
/// each quarter of an hour; quarters in which it is known of none are left out.
struct AnyAsset: PeriodFunction {
  static let name = "any"
  static let usage = "any(kind where condition), for example any(parking_bay where occupied = 0)"
  static let operation = Aggregate.Operation.any

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
