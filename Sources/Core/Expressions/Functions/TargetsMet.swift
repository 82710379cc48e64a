import Model

/// `targets_met()`: of the indicators that have a target and a value, the share of those that meet it or are on track;
/// unknown in a rule.
struct TargetsMet: RuleFunction {
  static let name = "targets_met"
  static let usage = "targets_met()"

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    try call.expect(.district)
  }

  var type: ValueType { .measure(.percent) }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double { Truth.unknown }
}
