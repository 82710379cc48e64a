import Model

/// `avg(q, 15m)`: the mean of the readings of the last while; `avg(kind.q)`: the mean of the newest readings
/// of many assets. Unknown when there are none.
struct Average: SummaryFunction {
  static let name = "avg"
  static let usage = "avg(quantity, length), or avg(kind.quantity) about many assets"
  static let operation = Aggregate.Operation.average

  let summarised: Summarised

  init(_ call: FunctionCall) throws(RuleError) { summarised = try Summarised(call, Self.operation) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(0) { $0 + $1.value } / Double(samples.count)
  }
}
