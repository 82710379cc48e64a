import Model

/// `clock_ahead()`: whether the newest message of any device of the asset speaks of a time that is still to come.
struct ClockAhead: RuleFunction {
  static let name = "clock_ahead"
  static let usage = "clock_ahead()"

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    try call.expect(.asset)
  }

  var type: ValueType { .truth }
  var quantities: QuantitySet { .plausibility }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Truth.of(state.devicesOfAsset[subject].contains { state.plausibility.isClockAhead(device: Int($0)) })
  }
}
