import Model

/// `held(condition)`: how long the condition has been true without a break, in seconds; 0 when it is not,
/// unknown when it never was known.
struct Held: RuleFunction {
  static let name = "held"
  static let usage = "held(condition), for example held(occupied = 1) > 30m"

  private let condition: HeldCondition

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    try call.expect(.asset)
    let program = try Program.condition(call.arguments[0], subject: .asset)
    guard !program.dependsOnTime else {
      throw RuleError(
        column: call.arguments[0].column, "held() wants a condition of readings alone",
        hint: "use quantities and comparisons in it")
    }
    condition = HeldCondition(id: fingerprint("\(call.arguments[0])"), program: program)
  }

  var type: ValueType { .measure(.second) }
  var quantities: QuantitySet { condition.program.quantities }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { [.condition(nil, condition)] }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    guard let since = state.held.since(condition.id, asset: subject) else {
      return condition.program.evaluate(state, asset: subject, now: now).isNaN ? Truth.unknown : 0
    }
    return max(0, (now - since).inSeconds)
  }
}
