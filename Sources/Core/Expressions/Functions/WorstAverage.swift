import Model

/// `worst_avg(kind.q)`: the greatest of the assets' means over an indicator's period, among those of which as much is
/// known as the indicator asks for.
struct WorstAverage: PeriodFunction {
  static let name = "worst_avg"
  static let usage = "worst_avg(kind.quantity), for example worst_avg(station.no2_hour)"
  static let operation = Aggregate.Operation.worstAverage

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) { assets = try Aggregate(call, Self.operation) }
}
