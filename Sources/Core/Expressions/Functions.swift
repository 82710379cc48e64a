import Model

/// A function of the rule language: one file in `Functions/` and one line in ``ruleFunctions``.
protocol RuleFunction: Sendable {
  /// The name by which rules call it.
  static var name: String { get }
  /// How it is called, for error messages and documentation: `age(quantity)`.
  static var usage: String { get }

  /// Checks the arguments of one call.
  init(_ call: FunctionCall) throws(RuleError)

  /// What the call gives.
  var type: ValueType { get }
  /// The quantities of its asset that it looks at.
  var quantities: QuantitySet { get }
  /// Whether its result changes by the mere passing of time, or by what happens to other assets.
  var dependsOnTime: Bool { get }
  /// The quantity that an alert could show as its value.
  var shownQuantity: Quantity? { get }
  /// What the state must keep for it.
  var needs: [FunctionNeed] { get }
  /// What it says about many assets; `nil` for a function about one.
  var aggregate: Aggregate? { get }
  /// The call's value for the asset, or the district, with the index `subject` at `now`; not-a-number when
  /// unknown.
  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double
}

extension RuleFunction {
  var quantities: QuantitySet { [] }
  var dependsOnTime: Bool { false }
  var shownQuantity: Quantity? { nil }
  var needs: [FunctionNeed] { [] }
  var aggregate: Aggregate? { nil }
}

/// What the state must keep so that a function can be evaluated; `kind` is `nil` for the rule's own.
enum FunctionNeed: Sendable {
  /// The readings of the last while.
  case window(AssetKind?, Quantity, Duration)
  /// Since when a condition has been true.
  case condition(AssetKind?, HeldCondition)
}

/// All functions of the rule language, by name.
let ruleFunctions: [any RuleFunction.Type] = [
  Age.self,
  AnyAsset.self,
  Average.self,
  ClockAhead.self,
  Connected.self,
  Count.self,
  Delta.self,
  Held.self,
  Hours.self,
  Implausible.self,
  Level.self,
  Maximum.self,
  Median.self,
  Minimum.self,
  Mostly.self,
  Nearest.self,
  NearestPercentile95.self,
  Neighbours.self,
  Overloaded.self,
  Percentile90.self,
  Rate.self,
  Share.self,
  Silent.self,
  Total.self,
  TargetsMet.self,
  Within.self,
  WorstAverage.self,
  WorstCount.self,
  WorstHours.self,
]

/// One call as it was written, with what a function needs to check it.
struct FunctionCall {
  let name: String
  let usage: String
  let arguments: [Expression]
  let column: Int
  let subject: RuleSubject

  /// The argument at `index` as a quantity's name.
  func quantity(_ index: Int) throws(RuleError) -> Quantity {
    guard index < arguments.count else { throw wrongArguments() }
    guard case .name(let name, let column) = arguments[index] else {
      throw RuleError(
        column: arguments[index].column, "\(self.name)() wants the name of a quantity", hint: "write \(usage)"
      )
    }
    return try resolveQuantity(name, column: column)
  }

  /// The argument at `index` as a length of time.
  func duration(_ index: Int) throws(RuleError) -> Duration {
    guard index < arguments.count else { throw wrongArguments() }
    switch arguments[index] {
    case .duration(let seconds, let column): return try duration(seconds, column: column)
    case .number(let value, let unit?, let column) where unit.dimension == .time:
      return try duration(value * unit.scale, column: column)
    default:
      throw RuleError(
        column: arguments[index].column, "\(name)() wants a length of time here", hint: "write \(usage)")
    }
  }

  private func duration(_ seconds: Double, column: Int) throws(RuleError) -> Duration {
    guard seconds > 0, seconds <= 32 * 86_400 else {
      throw RuleError(column: column, "a window lasts from 1s to 32d", hint: "write for example 15m")
    }
    return .seconds(seconds)
  }

  /// The argument at `index` as a whole number of percent, 1 to 100.
  func percent(_ index: Int) throws(RuleError) -> Int {
    guard index < arguments.count else { throw wrongArguments() }
    guard case .number(let value, let unit?, _) = arguments[index], unit == .percent,
      (1...100).contains(value), value.rounded() == value
    else {
      throw RuleError(
        column: arguments[index].column, "\(name)() wants a share here, from 1 % to 100 %",
        hint: "write \(usage)")
    }
    return Int(value)
  }

  /// The call with its first argument alone.
  var withoutOptions: FunctionCall {
    FunctionCall(
      name: name, usage: usage, arguments: Array(arguments.prefix(1)), column: column, subject: subject)
  }

  /// A kind of asset by its name.
  func kind(_ name: String, column: Int) throws(RuleError) -> AssetKind {
    if let kind = AssetKind(rawValue: name) { return kind }
    let kinds = AssetKind.allCases.map(\.rawValue)
    throw RuleError(
      column: column, "there is no kind '\(name)'",
      hint: nearestSpelling(of: name, among: kinds).map { "did you mean '\($0)'?" }
        ?? "kinds are \(kinds.joined(separator: ", "))")
  }

  /// Refuses a call in a rule about anything but `wanted`.
  func expect(_ wanted: RuleSubject) throws(RuleError) {
    guard subject != wanted else { return }
    let place = wanted == .asset ? "kind:" : "per: \(wanted.rawValue)"
    throw RuleError(
      column: column, "\(name)() speaks about \(wanted.description)", hint: "use it in a rule with '\(place)'"
    )
  }

  /// Refuses any other number of arguments than `count`.
  func expect(count: Int) throws(RuleError) {
    guard arguments.count == count else { throw wrongArguments() }
  }

  func wrongArguments() -> RuleError {
    RuleError(
      column: column, "\(name)() does not take \(arguments.count) argument\(arguments.count == 1 ? "" : "s")",
      hint: "write \(usage)")
  }
}

/// The quantity called `name`.
func resolveQuantity(_ name: String, column: Int) throws(RuleError) -> Quantity {
  if let quantity = Quantity(name: name) { return quantity }
  let near = nearestSpelling(of: name, among: Quantity.allCases.map(\.name) + ruleFunctions.map { $0.name })
  throw RuleError(
    column: column, "there is no quantity '\(name)'",
    hint: near.map { "did you mean '\($0)'?" } ?? "quantities are for example fill_level, co2, occupied")
}
