import Model

/// `min(q, 15m)`: the least reading of the last while; `min(kind.q)`: the least of the newest readings of
/// many assets. Unknown when there are none.
struct Minimum: SummaryFunction {
  static let name = "min"
  static let usage =
    "min(quantity, length), for example min(temperature, 1h) < 5 °C, or min(kind.quantity) about many assets"
  static let operation = Aggregate.Operation.least

  let summarised: Summarised

  init(_ call: FunctionCall) throws(RuleError) { summarised = try Summarised(call, Self.operation) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(.infinity) { min($0, $1.value) }
  }
}
