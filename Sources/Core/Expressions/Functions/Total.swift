import Model

/// `sum(q, 15m)`: the sum of the readings of the last while; unknown when there is none.
struct Total: WindowFunction {
  static let name = "sum"
  static let usage = "sum(quantity, length), for example sum(motion, 1h) > 100"

  let window: Window

  init(_ call: FunctionCall) throws(RuleError) { window = try Window(call) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(0) { $0 + $1.value }
  }
}
