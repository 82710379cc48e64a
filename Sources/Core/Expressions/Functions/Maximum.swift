import Model

/// `max(q, 15m)`: the greatest reading of the last while; `max(kind.q)`: the greatest of the newest readings
/// of many assets. Unknown when there are none.
struct Maximum: SummaryFunction {
  static let name = "max"
  static let usage =
    "max(quantity, length), for example max(noise_laeq, 1h) > 70 dB(A), or max(kind.quantity) about many assets"
  static let operation = Aggregate.Operation.greatest

  let summarised: Summarised

  init(_ call: FunctionCall) throws(RuleError) { summarised = try Summarised(call, Self.operation) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(-.infinity) { max($0, $1.value) }
  }
}
