import Model

/// A function of the rule language: one file in `Functions/` and one line in ``ruleFunctions``.
protocol RuleFunction: Sendable {
  /// The name by which rules call it.
  static var name: String { get }
  /// How it is called, for error messages and documentation: `age(quantity)`.
  static var usage: String { get }
  /// Whether its result changes by the mere passing of time.
  static var dependsOnTime: Bool { get }

  /// Checks the arguments of one call.
  init(_ call: FunctionCall) throws(RuleError)

  /// What the call gives.
  var type: ValueType { get }
  /// The quantities that it looks at.
  var quantities: QuantitySet { get }
  /// The call's value for `asset` at `now`; not-a-number when unknown.
  func evaluate(_ state: borrowing LiveState, asset: Int, now: Timestamp) -> Double
}

/// All functions of the rule language, by name.
let ruleFunctions: [any RuleFunction.Type] = [
  Age.self
]

/// One call as it was written, with what a function needs to check it.
struct FunctionCall {
  let name: String
  let usage: String
  let arguments: [Expression]
  let column: Int

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

  /// Refuses any other number of arguments than `count`.
  func expect(count: Int) throws(RuleError) {
    guard arguments.count == count else { throw wrongArguments() }
  }

  private func wrongArguments() -> RuleError {
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
