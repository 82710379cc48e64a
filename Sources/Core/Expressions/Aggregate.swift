import Model

/// One number about many assets: `share(room where co2 > 1000 ppm)`, `avg(station.no2)`.
struct Aggregate: Sendable {
  /// What is made of the assets.
  enum Operation: Hashable, Sendable {
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
    /// The value of a quantity with so many percent of all at or below it.
    case quantile(percent: Int)
    /// The percentage of a period in which at least one asset fulfils the condition.
    case any
    /// The percentage of the assets that fulfil the condition for so many percent of the time.
    case mostly(percent: Int)
    /// For how many hours of a period the asset with the most of them fulfils the condition.
    case worstHours
    /// How many events fulfil the condition, of the asset with the most of them.
    case worstCount
    /// The greatest of the assets' means of a quantity.
    case worstAverage
    /// How far it is to the nearest asset that fulfils the condition, in the mean of the city's squares.
    case nearest
    /// The same from 95 % of the squares at most.
    case nearestPercentile95
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
    let wantsQuantity = !operation.countsAssets
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
    case .share, .any, .mostly: .measure(.percent)
    case .count, .worstCount: .measure(.one)
    case .hours, .worstHours: .measure(.hour)
    case .nearest, .nearestPercentile95: .measure(.metre)
    case .average, .sum, .level, .least, .greatest, .quantile, .worstAverage:
      .measure(quantity?.unit ?? .one)
    }
  }

  /// What the state must keep for it.
  var needs: [FunctionNeed] { condition?.needs(of: kind) ?? [] }

  /// The quantities that it looks at.
  var quantities: QuantitySet {
    (condition?.quantities ?? []).union(quantity.map { QuantitySet($0) } ?? [])
  }

  /// Whether it asks what share of something takes how long: then what has not come to its end counts, too.
  var isOfDurations: Bool {
    guard case .quantile = operation, let quantity else { return false }
    return quantity.soFar != nil || quantity == .acknowledgeTime || quantity == .resolveTime
  }

  /// What says of each asset how long it has taken so far, for one that is of durations that assets tell themselves.
  var soFar: Aggregate? {
    guard isOfDurations, let quantity = quantity?.soFar else { return nil }
    return Aggregate(averageOf: quantity, kind)
  }

  /// What a value adds to a tally: of a level its power, as a ratio to that of 0 dB. What is unknown stays so.
  func summand(_ value: Double) -> Double {
    operation == .level && !value.isNaN ? Elementary.power(ofDecibels: value) : value
  }

  /// Its value over a district's assets as they are at `now`.
  func evaluate(_ state: borrowing LiveState, district: Int, now: Timestamp) -> Double {
    var tally = Tally()
    for asset in state.districts.assets(of: kind, in: district) {
      let value = quantity.map { summand(state.value(Int(asset), $0, at: now)) } ?? 1
      tally.add(
        truth: condition?.evaluate(state, asset: Int(asset), now: now) ?? Truth.yes, value: value, weight: 1,
        part: operation.part(ofAsset: Int(asset), value))
    }
    return tally.value(operation, span: 1.0)
  }
}

extension Aggregate.Operation {
  /// Whether it is about the assets themselves, and not about a quantity of theirs.
  var countsAssets: Bool {
    switch self {
    case .share, .count, .hours, .any, .mostly, .worstHours, .worstCount, .nearest, .nearestPercentile95: true
    case .average, .sum, .level, .least, .greatest, .quantile, .worstAverage: false
    }
  }

  /// What an operation that tells of a period is about.
  enum Subject: Sendable {
    case states, events, either
  }

  /// `nil` for one that can also tell of a moment.
  var subject: Subject? {
    switch self {
    case .hours, .any, .mostly, .worstHours: .states
    case .worstCount: .events
    case .worstAverage: .either
    case .share, .count, .average, .sum, .level, .least, .greatest, .quantile, .nearest, .nearestPercentile95:
      nil
    }
  }

  /// Whether it is about distances on the map.
  var isOnMap: Bool { self == .nearest || self == .nearestPercentile95 }

  /// By what its tally is broken down.
  enum Breakdown: Sendable {
    case none, value, asset, quarter
  }

  var breakdown: Breakdown {
    switch self {
    case .quantile: .value
    case .any: .quarter
    case .mostly, .worstHours, .worstCount, .worstAverage, .nearest, .nearestPercentile95: .asset
    case .share, .count, .hours, .average, .sum, .level, .least, .greatest: .none
    }
  }

  /// The part of a tally that a value belongs to; `nil` where it has no parts.
  ///
  /// Values are told apart to a tenth: so their number is bounded.
  func part(ofAsset asset: Int, _ value: Double) -> Int64? {
    switch breakdown {
    case .none, .quarter: nil
    case .value: value.isNaN ? nil : Int64((value * Tally.partsOfValue).rounded())
    case .asset: Int64(asset)
    }
  }
}
