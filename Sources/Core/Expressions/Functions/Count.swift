import Model

/// `count(kind where …)`: how many assets of a district fulfil a condition; those of which it is unknown
/// don't count.
struct Count: RuleFunction {
  static let name = "count"
  static let usage = "count(kind where condition), for example count(container where fill_level >= 80 %) > 5"

  private let kind: AssetKind
  private let condition: Program?

  init(_ call: FunctionCall) throws(RuleError) { (kind, condition) = try call.assets() }

  var type: ValueType { .measure(.one) }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { condition?.needs(of: kind) ?? [] }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Double(state.tally(kind, condition, district: subject, now: now).yes)
  }
}
