import Model

/// `worst_hours(kind where …)`: for how many hours of an indicator's period the asset with the most of them fulfils the
/// condition, among those of which as much is known as the indicator asks for.
struct WorstHours: PeriodFunction {
  static let name = "worst_hours"
  static let usage =
    "worst_hours(kind where condition), for example worst_hours(station where no2_hour > 200 ug/m3)"
  static let operation = Aggregate.Operation.worstHours

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
