import Model

/// `worst_count(kind where …)`: how many events of an indicator's period fulfil the condition, of the asset with the most
/// of them.
struct WorstCount: PeriodFunction {
  static let name = "worst_count"
  static let usage =
    "worst_count(kind where condition), for example worst_count(station where pm10_day > 50 ug/m3)"
  static let operation = Aggregate.Operation.worstCount

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
