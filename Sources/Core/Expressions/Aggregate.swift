import Model

/// One number about many assets: `share(room where co2 > 1000 ppm)`, `avg(station.no2)`.
struct Aggregate: Sendable {
  /// What is made of the assets.
  enum Operation: Sendable {
    /// The percentage of those that fulfil the condition, out of those of which it is known.
    case share
    /// How many fulfil the condition.
    case count
    /// For how many hours of a period one asset fulfils the condition, in the mean.
    case hours
    /// The mean of a quantity.
    case average
    /// The total of a quantity.
    case sum
    /// The mean of a level in decibels, by its energy.
    case level
    /// The smallest value of a quantity.
    case least
    /// The largest value of a quantity.
    case greatest
  }

  let operation: Operation
  let kind: AssetKind
  /// Whose values are summarised; `nil` where assets are counted.
  let quantity: Quantity?
  /// Which assets count; `nil` for all.
  let condition: Program?
  /// Where it stands in its text.
  let column: Int

  /// Reads the only argument of a call: `kind` or `kind where …`, with a quantity of the kind if one is
  /// summarised.
  init(_ call: FunctionCall, _ operation: Operation) throws(RuleError) {
    try call.expect(count: 1)
    try call.expect(.district)
    let (kind, quantity, condition) = try Self.parts(of: call.arguments[0], call)
    let wantsQuantity = ![.share, .count, .hours].contains(operation)
    guard wantsQuantity == (quantity != nil) else {
      throw RuleError(
        column: call.arguments[0].column,
        "\(call.name)() wants a \(wantsQuantity ? "quantity of a kind" : "kind of asset") here",
        hint: "write \(call.usage)")
    }
    self.operation = operation
    self.kind = try call.kind(kind, column: call.arguments[0].column)
    self.quantity =
      if let quantity { try resolveQuantity(quantity, column: call.arguments[0].column) } else { nil }
    self.condition =
      if let condition { try Program.condition(condition, subject: .asset) } else { nil }
    column = call.column
  }

  /// The mean of a quantity of all assets of a kind.
  init(averageOf quantity: Quantity, _ kind: AssetKind) {
    operation = .average
    self.kind = kind
    self.quantity = quantity
    condition = nil
    column = 1
  }

  private static func parts(
    of argument: Expression, _ call: FunctionCall
  ) throws(RuleError) -> (kind: String, quantity: String?, condition: Expression?) {
    switch argument {
    case .name(let kind, _): return (kind, nil, nil)
    case .member(let kind, let quantity, _): return (kind, quantity, nil)
    case .filtered(let kind, let quantity, let condition, _): return (kind, quantity, condition)
    default:
      throw RuleError(
        column: argument.column, "\(call.name)() wants a kind of asset here", hint: "write \(call.usage)")
    }
  }

  var type: ValueType {
    switch operation {
    case .share: .measure(.percent)
    case .count: .measure(.one)
    case .hours: .measure(.hour)
    case .average, .sum, .level, .least, .greatest: .measure(quantity?.unit ?? .one)
    }
  }

  /// What the state must keep for it.
  var needs: [FunctionNeed] { condition?.needs(of: kind) ?? [] }

  /// The quantities that it looks at.
  var quantities: QuantitySet {
    (condition?.quantities ?? []).union(quantity.map { QuantitySet($0) } ?? [])
  }

  /// What a value adds to a tally: of a level its power, as a ratio to that of 0 dB. What is unknown stays so.
  func summand(_ value: Double) -> Double {
    operation == .level && !value.isNaN ? Elementary.exp(value * Tally.decibel) : value
  }

  /// Its value over a district's assets as they are at `now`.
  func evaluate(_ state: borrowing LiveState, district: Int, now: Timestamp) -> Double {
    var tally = Tally()
    for asset in state.districts.assets(of: kind, in: district) {
      tally.add(
        truth: condition?.evaluate(state, asset: Int(asset), now: now) ?? Truth.yes,
        value: quantity.map { summand(state.value(Int(asset), $0, at: now)) } ?? 1, weight: 1)
    }
    return tally.value(operation, span: 1.0)
  }
}
