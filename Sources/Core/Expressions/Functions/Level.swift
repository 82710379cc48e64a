import Model

/// `level(kind.q)`: the mean of levels in decibels by their energy, since 60 and 80 dB together are not 70 dB.
struct Level: AggregateFunction {
  static let name = "level"
  static let usage = "level(kind.quantity), for example level(station.noise_laeq)"

  let assets: Aggregate

  init(_ call: FunctionCall) throws(RuleError) {
    assets = try Aggregate(call, .level)
    guard let quantity = assets.quantity, quantity.unit.dimension == .soundLevel else {
      throw RuleError(column: call.column, "level() is about sound levels", hint: "write avg(kind.quantity)")
    }
  }
}
