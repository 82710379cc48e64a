import Model

/// `rate(q, 1h)`: how much the quantity grows in an hour, by the first and the last reading of the last
/// while; unknown when there are fewer than two.
struct Rate: WindowFunction {
  static let name = "rate"
  static let usage = "rate(quantity, length), for example rate(co2, 30m) > 400 ppm (in an hour)"

  let window: Window

  init(_ call: FunctionCall) throws(RuleError) { window = try Window(call) }

  static func value(_ samples: ArraySlice<Sample>) -> Double {
    guard let first = samples.first, let last = samples.last, last.at > first.at else { return Truth.unknown }
    return (last.value - first.value) / ((last.at - first.at).inSeconds / 3600)
  }
}
