import Model

/// `delta(q, 1h)`: the last reading of the last while less its first; unknown when there are fewer than two.
struct Delta: WindowFunction {
  static let name = "delta"
  static let usage = "delta(quantity, length), for example delta(fill_level, 1h) > 20 %"

  let window: Window

  init(_ call: FunctionCall) throws(RuleError) { window = try Window(call) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    guard samples.count > 1, let first = samples.first, let last = samples.last else { return Truth.unknown }
    return last.value - first.value
  }
}
