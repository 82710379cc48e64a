import Model

/// `share(kind where …)`: the share of a district's assets that fulfil a condition, out of those of which it
/// is known; unknown when it is known of none.
struct Share: RuleFunction {
  static let name = "share"
  static let usage =
    "share(kind where condition), for example share(container where fill_level >= 80 %) > 10 %"

  private let kind: AssetKind
  private let condition: Program?

  init(_ call: FunctionCall) throws(RuleError) { (kind, condition) = try call.assets() }

  var type: ValueType { .measure(.percent) }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { condition?.needs(of: kind) ?? [] }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    let tally = state.tally(kind, condition, district: subject, now: now)
    return tally.known == 0 ? Truth.unknown : 100 * Double(tally.yes) / Double(tally.known)
  }
}
