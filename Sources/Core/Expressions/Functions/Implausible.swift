import Model

/// `implausible()`: whether the newest reading of any quantity by any device of the asset can't be true; until one
/// comes that can. A good sensor beside a bad one does not hide it.
struct Implausible: RuleFunction {
  static let name = "implausible"
  static let usage = "implausible()"

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    try call.expect(.asset)
  }

  var type: ValueType { .truth }
  var quantities: QuantitySet { .plausibility }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Truth.of(
      state.devicesOfAsset[subject].contains { !state.plausibility.implausible(device: Int($0)).isEmpty })
  }
}
