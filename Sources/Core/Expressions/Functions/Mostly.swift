import Model

/// `mostly(kind where …, 95 %)`: the share of the assets that fulfil the condition for at least so much of their known time
/// in an indicator's period: those whose quantile of 95 % is within a limit. Of each as much must be known as the
/// indicator asks for. 95 % when absent, as the Belgian codex III.1-34 has it for CO2.
struct Mostly: PeriodFunction {
  static let name = "mostly"
  static let usage =
    "mostly(kind where condition, share), for example mostly(room where co2 <= 900 ppm, 95 %)"
  static let operation = Aggregate.Operation.mostly(percent: 95)

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) {
    assets =
      call.arguments.count == 2
      ? try Aggregate(call.withoutOptions, .mostly(percent: call.percent(1)))
      : try Aggregate(call, Self.operation)
  }
}
