public import Model

/// A condition of the rule language that somebody asks about the assets as they are now.
public struct AssetCondition: Sendable {
  let program: Program

  /// Compiles a condition.
  ///
  /// Functions that look back (`avg(co2, 15m)`, `held(…)`) can't be asked: the city keeps what rules look
  /// back on, and nothing for a question that comes by.
  /// - Throws: what is wrong with it, and what would be right.
  public init(_ text: String) throws(RuleError) {
    program = try Program.condition(text, field: "where")
    guard program.needs(of: nil).isEmpty else {
      throw RuleError(
        field: "where", column: 1, "a question can't look back, only a rule can",
        hint: "use quantities, comparisons and age() in it")
    }
  }
}

extension City {
  /// Whether the condition is known to be true of an asset at `now`.
  public borrowing func fulfils(_ condition: AssetCondition, asset: Int, at now: Timestamp) -> Bool {
    condition.program.evaluate(state, asset: asset, now: now) == Truth.yes
  }
}
