import Model

/// `level(kind.q)`: the mean of levels in decibels by their energy, since 60 and 80 dB together are not 70 dB.
struct Level: RuleFunction {
  static let name = "level"
  static let usage = "level(kind.quantity), for example level(station.noise_laeq)"

  private let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) {
    assets = try Aggregate(call, .level)
    guard let quantity = assets.quantity, quantity.unit.dimension == .soundLevel else {
      throw RuleError(column: call.column, "level() is about sound levels", hint: "write avg(kind.quantity)")
    }
  }

  var aggregate: Aggregate? { assets }
  var type: ValueType { assets.type }
  var dependsOnTime: Bool { true }
  var needs: [FunctionNeed] { assets.needs }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    assets.evaluate(state, district: subject, now: now)
  }
}
