import Model

/// What an expression gives: a truth, or a number that measures something.
enum ValueType: Hashable, Sendable {
  case truth
  /// A value in this unit.
  case measure(Unit)

  /// What a person calls it in an error message.
  var description: String {
    guard case .measure(let unit) = self else { return "a condition" }
    let name = unit.dimension == .number ? "bare number" : unit.dimension.name
    return "aeiou".contains(name.prefix(1)) ? "an \(name)" : "a \(name)"
  }
}

/// An expression that is ready to be evaluated: instructions for a small stack of numbers.
struct Program: Sendable {
  enum Instruction: Sendable {
    case constant(Double)
    /// The live value, in the quantity's unit.
    case load(Quantity)
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
  /// The longest text in characters: a chain of conditions is a tree as deep as the chain is long.
  static let textLimit = 4096

  /// Compiles a condition; `field` is the rule's field, for errors.
  static func condition(
    _ text: String, field: String, subject: RuleSubject = .asset
  ) throws(RuleError) -> Program {
    do throws(RuleError) {
      return try condition(try parsed(text), subject: subject)
    } catch {
      throw error.located(in: field)
    }
  }

  /// Compiles what gives a number in some unit; `field` is the field of its text, for errors.
  static func measure(
    _ text: String, field: String, subject: RuleSubject
  ) throws(RuleError) -> (program: Program, unit: Unit) {
    do throws(RuleError) {
      let expression = try parsed(text)
      let (program, type) = try compiled(expression, subject: subject)
      guard case .measure(let unit) = type else {
        throw RuleError(
          column: expression.column, "this is a condition, not a number",
          hint: "count what fulfils it, for example share(room where co2 > 1000 ppm)")
      }
      return (program, unit)
    } catch {
      throw error.located(in: field)
    }
  }

  private static func parsed(_ text: String) throws(RuleError) -> Expression {
    guard text.count <= textLimit else {
      throw RuleError(
        column: 1, "the condition is longer than \(textLimit) characters", hint: "split the rule into several"
      )
    }
    return try Parser.parse(text)
  }
}

extension Program {
  /// What the state must keep for this program, about assets of `kind`.
  func needs(of kind: AssetKind?) -> [FunctionNeed] {
    functions.flatMap(\.needs).map { need in
      switch need {
      case .window(let own, let quantity, let length): .window(own ?? kind, quantity, length)
      case .condition(let own, let condition): .condition(own ?? kind, condition)
      }
    }
  }

  /// Compiles a condition that was parsed already.
  static func condition(_ expression: Expression, subject: RuleSubject) throws(RuleError) -> Program {
    let (program, type) = try compiled(expression, subject: subject)
    guard type == .truth else {
      throw RuleError(
        column: expression.column, "this is \(type.description), not a condition",
        hint: "compare it, for example 'co2 > 1000 ppm'")
    }
    return program
  }

  private static func compiled(
    _ expression: Expression, subject: RuleSubject
  ) throws(RuleError) -> (program: Program, type: ValueType) {
    var compiler = Compiler(subject: subject)
    let type = try compiler.compile(expression)
    guard compiler.program.stackDepth <= stackLimit else {
      throw RuleError(column: 1, "the condition is too deeply nested", hint: "split the rule into several")
    }
    return (compiler.program, type)
  }
}

/// What a condition is about.
enum RuleSubject: String, Hashable, Sendable {
  case asset, district, gateway, broker

  /// For error messages.
  var description: String {
    switch self {
    case .asset: "one asset"
    case .district: "many assets"
    case .gateway: "a gateway"
    case .broker: "a broker"
    }
  }
}

/// Checks types and units, and writes the instructions.
private struct Compiler {
  let subject: RuleSubject
  var program = Program()
  private var depth = 0

  init(subject: RuleSubject) { self.subject = subject }

  mutating func compile(_ expression: Expression) throws(RuleError) -> ValueType {
    switch expression {
    case .number(let value, let unit, _):
      emit(.constant(value), pushes: 1)
      return .measure(unit ?? .one)
    case .duration(let seconds, _):
      emit(.constant(seconds), pushes: 1)
      return .measure(.second)
    case .text(_, let column):
      throw RuleError(column: column, "a text has no place here", hint: "texts belong into functions")
    case .name(let name, let column):
      return try load(name, column: column)
    case .member(let kind, let quantity, let column):
      throw RuleError(
        column: column, "'\(kind).\(quantity)' means many values", hint: "write avg(\(kind).\(quantity))")
    case .filtered(let kind, _, _, let column):
      throw RuleError(
        column: column, "'\(kind) where …' means many assets", hint: "write count(\(kind) where …)")
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
    guard subject == .asset else {
      throw RuleError(
        column: column, "a \(subject.rawValue) has no \(name) of its own",
        hint: subject == .district
          ? "write for example avg(room.\(name)), or share(room where \(name) > …)"
          : "a rule with 'kind:' speaks about what assets measure")
    }
    program.firstQuantity = program.firstQuantity ?? quantity
    program.quantities.formUnion(QuantitySet(quantity))
    program.dependsOnTime = program.dependsOnTime || quantity.growsWithTime
    emit(.load(quantity), pushes: 1)
    return .measure(quantity.unit)
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
      FunctionCall(
        name: name, usage: type.usage, arguments: arguments, column: column, subject: subject))
    program.functions.append(function)
    program.firstQuantity = program.firstQuantity ?? function.shownQuantity
    program.quantities.formUnion(function.quantities)
    program.dependsOnTime = program.dependsOnTime || function.dependsOnTime
    emit(.call(program.functions.count - 1), pushes: 1)
    return function.type
  }

  private mutating func binary(
    _ sign: Operator, _ left: Expression, _ right: Expression, column: Int
  ) throws(RuleError) -> ValueType {
    let a = try compile(left)
    let leftEnd = program.instructions.count
    let b = try compile(right)
    if sign == .and || sign == .or {
      try require(.truth, a, column: left.column, operation: sign.rawValue)
      try require(.truth, b, column: right.column, operation: sign.rawValue)
      emit(sign.instruction, pushes: -1)
      return .truth
    }
    guard case .measure(let x) = a, case .measure(let y) = b else {
      throw RuleError(
        column: column, "'\(sign.rawValue)' wants a number on both sides",
        hint: "join conditions with 'and' or 'or'")
    }
    let unit: Unit
    if sign == .multiply || sign == .divide {
      unit = try scaled(sign, x, y, leftEnd: leftEnd, column: column)
    } else {
      try requireCommonDimension(sign, left, x, right, y, column: column)
      unit = align(x, y, leftEnd: leftEnd)
    }
    emit(sign.instruction, pushes: -1)
    return sign.isComparison ? .truth : .measure(unit)
  }

  /// A value may be scaled by a bare number or a fraction, and divided by its like.
  private mutating func scaled(
    _ sign: Operator, _ x: Unit, _ y: Unit, leftEnd: Int, column: Int
  ) throws(RuleError) -> Unit {
    if y.dimension == .number { return x }
    if sign == .divide, x.dimension == y.dimension {
      _ = align(x, y, leftEnd: leftEnd)
      return .one
    }
    if sign == .multiply, y.dimension == .fraction {
      divide(by: 1 / y.scale, at: program.instructions.count)
      return x
    }
    if sign == .multiply, x.dimension == .number { return y }
    if sign == .multiply, x.dimension == .fraction {
      divide(by: 1 / x.scale, at: leftEnd)
      return y
    }
    let sides = "\(ValueType.measure(x).description) '\(sign.rawValue)' \(ValueType.measure(y).description)"
    throw RuleError(
      column: column, "\(sides) has no unit here",
      hint: "multiply or divide by a bare number, or divide by the same kind of quantity")
  }

  /// Brings both sides to the larger of their units.
  ///
  /// A decimal number divided by a whole one is the double that its quotient in decimals would be read as:
  /// so 570 mm are 57 cm to the last bit, which a multiplication by 0.001 does not give.
  private mutating func align(_ x: Unit, _ y: Unit, leftEnd: Int) -> Unit {
    if x.scale < y.scale {
      divide(by: y.scale / x.scale, at: leftEnd)
      return y
    }
    divide(by: x.scale / y.scale, at: program.instructions.count)
    return x
  }

  /// Divides the value whose instructions end at `end` by the number of small units in a large one.
  private mutating func divide(by factor: Double, at end: Int) {
    let whole = factor.rounded()
    guard whole != 1 else { return }
    program.instructions.insert(contentsOf: [.constant(whole), .divide], at: end)
    program.stackDepth = max(program.stackDepth, depth + 1)
  }

  /// Both sides must measure the same; a bare number beside a unit is an error, since 80 is not 80 %.
  private func requireCommonDimension(
    _ sign: Operator, _ left: Expression, _ x: Unit, _ right: Expression, _ y: Unit, column: Int
  ) throws(RuleError) {
    if x.dimension == y.dimension { return }
    for (number, other) in [(left, right), (right, left)] {
      guard let value = number.bareNumber else { continue }
      let unit = self.unit(of: other)
      throw RuleError(
        column: number.column,
        "\(plain(value)) has no unit\(unit.map { ", but \($0.0) is in \($0.1.code)" } ?? "")",
        hint: unit.map { "write '\(plain(value)) \($0.1.code)'" } ?? "write its unit behind it")
    }
    if Set([x.dimension, y.dimension]) == [.length, .time] {
      throw RuleError(
        column: column, "a length can't be compared with a time",
        hint: "'2m' is two minutes; write '2 m' for metres")
    }
    let named = unit(of: left) ?? unit(of: right)
    let sides = "\(ValueType.measure(x).description) and \(ValueType.measure(y).description)"
    throw RuleError(
      column: column, "\(sides) can't be put together with '\(sign.rawValue)'",
      hint: named.map { "\($0.0) is in \($0.1.code)" } ?? "both sides need units of one kind")
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
