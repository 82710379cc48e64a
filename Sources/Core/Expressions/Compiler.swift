import Model

/// What an expression gives: a truth, or a number that measures something.
enum ValueType: Hashable, Sendable {
  case truth
  /// A value in the base unit of its dimension.
  case measure(Dimension)

  var description: String {
    switch self {
    case .truth: "a condition"
    case .measure(.number): "a bare number"
    case .measure(let dimension): "a \(dimension.name)"
    }
  }
}

/// An expression that is ready to be evaluated: instructions for a small stack of numbers.
struct Program: Sendable {
  enum Instruction: Sendable {
    case constant(Double)
    /// The live value, times the factor to the dimension's base unit.
    case load(Quantity, scale: Double)
    case call(Int)
    case add, subtract, multiply, divide, negate
    case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    case and, or, not
  }

  var instructions: [Instruction] = []
  var functions: [any RuleFunction] = []
  /// Every quantity whose change can change the result.
  var quantities: QuantitySet = []
  /// The first quantity in the text: what an alert shows as its value.
  var firstQuantity: Quantity?
  var dependsOnTime = false
  /// The most numbers on the stack at once.
  var stackDepth = 0

  static let stackLimit = 16

  /// Compiles a condition; `field` is the rule's field, for errors.
  static func condition(_ text: String, field: String) throws(RuleError) -> Program {
    do throws(RuleError) {
      var compiler = Compiler()
      let expression = try Parser.parse(text)
      let type = try compiler.compile(expression)
      guard type == .truth else {
        throw RuleError(
          column: expression.column, "this is \(type.description), not a condition",
          hint: "compare it, for example '\(text) > …'")
      }
      guard compiler.program.stackDepth <= stackLimit else {
        throw RuleError(column: 1, "the condition is too deeply nested", hint: "split the rule into several")
      }
      return compiler.program
    } catch {
      var located = error
      located.field = field
      throw located
    }
  }
}

/// Checks types and units, and writes the instructions.
private struct Compiler {
  var program = Program()
  private var depth = 0

  mutating func compile(_ expression: Expression) throws(RuleError) -> ValueType {
    switch expression {
    case .number(let value, let unit, _):
      emit(.constant(value * (unit?.scale ?? 1)), pushes: 1)
      return .measure(unit?.dimension ?? .number)
    case .duration(let seconds, _):
      emit(.constant(seconds), pushes: 1)
      return .measure(.time)
    case .text(_, let column):
      throw RuleError(column: column, "a text has no place here", hint: "texts belong into functions")
    case .name(let name, let column):
      return try load(name, column: column)
    case .call(let name, let arguments, let column):
      return try call(name, arguments, column: column)
    case .negate(let operand, let column):
      let type = try compile(operand)
      guard case .measure = type else {
        throw RuleError(column: column, "'-' wants a number", hint: "use 'not' before a condition")
      }
      emit(.negate, pushes: 0)
      return type
    case .not(let operand, let column):
      try require(.truth, try compile(operand), column: column, operation: "not")
      emit(.not, pushes: 0)
      return .truth
    case .binary(let sign, let left, let right, let column):
      return try binary(sign, left, right, column: column)
    }
  }

  private mutating func load(_ name: String, column: Int) throws(RuleError) -> ValueType {
    if let function = ruleFunctions.first(where: { $0.name == name }) {
      throw RuleError(column: column, "'\(name)' is a function", hint: "write \(function.usage)")
    }
    let quantity = try resolveQuantity(name, column: column)
    program.firstQuantity = program.firstQuantity ?? quantity
    program.quantities.formUnion(QuantitySet(quantity))
    emit(.load(quantity, scale: quantity.unit.scale), pushes: 1)
    return .measure(quantity.unit.dimension)
  }

  private mutating func call(
    _ name: String, _ arguments: [Expression], column: Int
  ) throws(RuleError) -> ValueType {
    guard let type = ruleFunctions.first(where: { $0.name == name }) else {
      let near = nearestSpelling(of: name, among: ruleFunctions.map { $0.name })
      throw RuleError(
        column: column, "there is no function '\(name)'",
        hint: near.map { "did you mean '\($0)'?" }
          ?? "functions are: \(ruleFunctions.map { $0.name }.joined(separator: ", "))")
    }
    let function = try type.init(
      FunctionCall(name: name, usage: type.usage, arguments: arguments, column: column))
    program.functions.append(function)
    program.quantities.formUnion(function.quantities)
    program.dependsOnTime = program.dependsOnTime || type.dependsOnTime
    emit(.call(program.functions.count - 1), pushes: 1)
    return function.type
  }

  private mutating func binary(
    _ sign: String, _ left: Expression, _ right: Expression, column: Int
  ) throws(RuleError) -> ValueType {
    let a = try compile(left)
    let b = try compile(right)
    switch sign {
    case "and", "or":
      try require(.truth, a, column: left.column, operation: sign)
      try require(.truth, b, column: right.column, operation: sign)
      emit(sign == "and" ? .and : .or, pushes: -1)
      return .truth
    case "*", "/":
      return try scaled(sign, a, b, column: column)
    default:
      let dimension = try common(sign, left, a, right, b, column: column)
      emit(Self.instructions[sign] ?? .add, pushes: -1)
      return sign == "+" || sign == "-" ? .measure(dimension) : .truth
    }
  }

  private static let instructions: [String: Program.Instruction] = [
    "+": .add, "-": .subtract, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
    "=": .equal, "!=": .notEqual,
  ]

  /// A value may be scaled by a bare number, and divided by its like.
  private mutating func scaled(
    _ sign: String, _ a: ValueType, _ b: ValueType, column: Int
  ) throws(RuleError) -> ValueType {
    emit(sign == "*" ? .multiply : .divide, pushes: -1)
    switch (a, b) {
    case (.measure(let dimension), .measure(.number)): return .measure(dimension)
    case (.measure(.number), .measure(let dimension)) where sign == "*": return .measure(dimension)
    case (.measure(let dimension), .measure(.fraction)) where sign == "*": return .measure(dimension)
    case (.measure(let x), .measure(let y)) where x == y && sign == "/": return .measure(.number)
    default:
      throw RuleError(
        column: column, "\(a.description) '\(sign)' \(b.description) has no unit here",
        hint: "multiply or divide by a bare number, or divide by the same kind of quantity")
    }
  }

  /// The dimension that both sides share; a bare number beside a unit is an error, since 80 is not 80 %.
  private func common(
    _ sign: String, _ left: Expression, _ a: ValueType, _ right: Expression, _ b: ValueType, column: Int
  ) throws(RuleError) -> Dimension {
    guard case .measure(let x) = a, case .measure(let y) = b else {
      throw RuleError(
        column: column, "'\(sign)' wants a number on both sides", hint: "join conditions with 'and' or 'or'")
    }
    if x == y { return x }
    for (number, other) in [(left, right), (right, left)] {
      guard case .number(let value, nil, let column) = number else { continue }
      let unit = self.unit(of: other)
      throw RuleError(
        column: column, "\(plain(value)) has no unit\(unit.map { ", but \($0.0) is in \($0.1.code)" } ?? "")",
        hint: unit.map { "write '\(plain(value)) \($0.1.code)'" } ?? "write its unit behind it")
    }
    if x == .length || y == .length, x == .time || y == .time {
      throw RuleError(
        column: column, "a length can't be compared with a time",
        hint: "'2m' is two minutes; write '2 m' for metres")
    }
    throw RuleError(
      column: column, "\(a.description) and \(b.description) can't be put together with '\(sign)'",
      hint: "both sides need units of one kind")
  }

  private func unit(of expression: Expression) -> (String, Unit)? {
    guard case .name(let name, _) = expression, let quantity = Quantity(name: name) else { return nil }
    return (name, quantity.unit)
  }

  private func require(
    _ wanted: ValueType, _ type: ValueType, column: Int, operation: String
  ) throws(RuleError) {
    guard type != wanted else { return }
    throw RuleError(
      column: column, "'\(operation)' wants a condition, this is \(type.description)",
      hint: "compare it, for example 'occupied = 1'")
  }

  private mutating func emit(_ instruction: Program.Instruction, pushes: Int) {
    program.instructions.append(instruction)
    depth += pushes
    program.stackDepth = max(program.stackDepth, depth)
  }
}
