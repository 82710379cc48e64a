import Model

/// `min(q, 15m)`: the least reading of the last while; unknown when there is none.
struct Minimum: WindowFunction {
  static let name = "min"
  static let usage = "min(quantity, length), for example min(temperature, 1h) < 5 °C"

  let window: Window

  init(_ call: FunctionCall) throws(RuleError) { window = try Window(call) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    samples.reduce(.infinity) { min($0, $1.value) }
  }
}
