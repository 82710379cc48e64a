import Model

/// `silent()`: whether all devices of the asset that were ever heard have been quiet for longer than they
/// ever are; unknown when none was ever heard.
struct Silent: RuleFunction {
  static let name = "silent"
  static let usage = "silent()"

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    try call.expect(.asset)
  }

  var type: ValueType { .truth }
  var quantities: QuantitySet { .silence }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    state.silence.ofAsset(subject)
  }
}
