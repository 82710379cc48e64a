import Model

/// `max(q, 15m)`: the greatest reading of the last while; unknown when there is none.
struct Maximum: WindowFunction {
  static let name = "max"
  static let usage = "max(quantity, length), for example max(noise_laeq, 1h) > 70 dB(A)"

  let window: Window

  init(_ call: FunctionCall) throws(RuleError) { window = try Window(call) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(-.infinity) { max($0, $1.value) }
  }
}
