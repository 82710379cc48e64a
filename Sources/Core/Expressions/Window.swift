import Model

/// A quantity of one asset over the last while: what `avg(q, 15m)` and its like have in common.
struct Window: Sendable {
  let quantity: Quantity
  let length: Duration

  /// The two arguments of a call.
  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 2)
    try call.expect(.asset)
    quantity = try call.quantity(0)
    length = try call.duration(1)
  }

  var need: FunctionNeed { .window(nil, quantity, length) }

  /// The readings measured within `length` before `now`, `now` included.
  func samples(_ state: borrowing LiveState, _ asset: Int, _ now: Timestamp) -> ArraySlice<Sample> {
    state.windows.samples(asset, quantity, after: now - length, through: now)
  }
}

/// A function whose value follows from a window's readings alone.
protocol WindowFunction: RuleFunction {
  var window: Window { get }
  /// The value of readings in order of time, at least one.
  static func value(_ samples: ArraySlice<Sample>) -> Double
}

extension WindowFunction {
  var type: ValueType { .measure(window.quantity.unit) }
  var quantities: QuantitySet { QuantitySet(window.quantity) }
  var dependsOnTime: Bool { true }
  var shownQuantity: Quantity? { window.quantity }
  var needs: [FunctionNeed] { [window.need] }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    let samples = window.samples(state, subject, now)
    return samples.isEmpty ? Truth.unknown : Self.value(samples)
  }
}
