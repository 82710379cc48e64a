import Model

/// `sum(q, 15m)`: the sum of the readings of the last while; `sum(kind.q)`: the total of the newest readings
/// of many assets. Unknown when there are none.
struct Total: SummaryFunction {
  static let name = "sum"
  static let usage =
    "sum(quantity, length), for example sum(motion, 1h) > 100, or sum(kind.quantity) about many assets"
  static let operation = Aggregate.Operation.sum

  let summarised: Summarised

  init(_ call: FunctionCall) throws(RuleError) { summarised = try Summarised(call, Self.operation) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(0) { $0 + $1.value }
  }
}
