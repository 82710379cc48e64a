import Model

/// `neighbours(condition)`: the share of the assets of the same kind and the same `cabinet` for which the
/// condition is known to be true, the asset itself included; unknown without a cabinet, and of fewer than three.
struct Neighbours: RuleFunction {
  static let name = "neighbours"
  static let usage = "neighbours(condition), for example neighbours(lamp_dead = 1) > 50 %"

  /// Two lamps that fail together may be chance.
  private static let fewest = 3

  private let condition: Program

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    try call.expect(.asset)
    condition = try Program.condition(call.arguments[0], subject: .asset)
  }

  var type: ValueType { .measure(.percent) }
  var quantities: QuantitySet { condition.quantities }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { condition.functions.flatMap(\.needs) }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    let members = state.cabinets.members(withAsset: subject)
    var yes = 0.0
    var known = 0.0
    for asset in members {
      let truth = condition.evaluate(state, asset: Int(asset), now: now)
      if !truth.isNaN { known += 1 }
      if truth == Truth.yes { yes += 1 }
    }
    return Int(known) < Self.fewest ? Truth.unknown : 100 * yes / known
  }
}
