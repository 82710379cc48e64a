import Model

/// An expression as it was written: a tree with the column of each node.
indirect enum Expression {
  case number(Double, Unit?, column: Int)
  case duration(Double, column: Int)
  case text(String, column: Int)
  case name(String, column: Int)
  /// `room.co2`: a quantity of the assets of a kind.
  case member(String, String, column: Int)
  /// `room where co2 > 1000 ppm`: the assets of a kind for which a condition holds; `room.co2 where …`: a
  /// quantity of those assets.
  case filtered(String, quantity: String?, Expression, column: Int)
  case call(String, [Expression], column: Int)
  case negate(Expression, column: Int)
  case not(Expression, column: Int)
  case binary(Operator, Expression, Expression, column: Int)

  var column: Int {
    switch self {
    case .number(_, _, let column), .duration(_, let column), .text(_, let column), .name(_, let column),
      .member(_, _, let column), .filtered(_, _, _, let column), .call(_, _, let column),
      .negate(_, let column), .not(_, let column), .binary(_, _, _, let column):
      column
    }
  }

  /// The value of a number without a unit, with its sign; `nil` for all else.
  var bareNumber: Double? {
    switch self {
    case .number(let value, nil, _): value
    case .negate(let operand, _): operand.bareNumber.map { -$0 }
    default: nil
    }
  }
}

/// Reads tokens as an expression, by recursive descent:
///
///     or       = and ("or" and)*
///     and      = not ("and" not)*
///     not      = "not" not | relation
///     relation = sum (("<" | "<=" | ">" | ">=" | "=" | "!=") sum)?
///     sum      = product (("+" | "-") product)*
///     product  = unary (("*" | "/") unary)*
///     unary    = "-" unary | primary
///     primary  = number unit? | duration | text | name ("." name)? | "(" or ")"
///              | name "(" argument ("," argument)* ")"
///     argument = or | name ("." name)? "where" or
struct Parser {
  private let tokens: [(token: Token, column: Int)]
  private var index = 0
  private var depth = 0
  private static let depthLimit = 50

  static func parse(_ text: String) throws(RuleError) -> Expression {
    var parser = Parser(tokens: try Lexer.tokens(of: text))
    let expression = try parser.or()
    guard parser.token == .end else {
      throw parser.unexpected("an operator such as 'and' or '>='")
    }
    return expression
  }

  private init(tokens: [(token: Token, column: Int)]) { self.tokens = tokens }

  private var token: Token { tokens[index].token }
  private var column: Int { tokens[index].column }
  private mutating func advance() { if index < tokens.count - 1 { index += 1 } }

  private func unexpected(_ expected: String) -> RuleError {
    RuleError(column: column, "\(token.description) is unexpected", hint: "expected \(expected)")
  }

  private mutating func accept(word: String) -> Bool {
    guard token == .name(word) else { return false }
    advance()
    return true
  }

  private mutating func accept(sign: String) -> Bool {
    guard token == .sign(sign) else { return false }
    advance()
    return true
  }

  /// The operator at hand, if it is one of `operators`, with its column; then goes on.
  private mutating func accept(oneOf operators: Set<Operator>) -> (Operator, Int)? {
    guard case .sign(let sign) = token, let found = Operator(sign: sign), operators.contains(found)
    else { return nil }
    defer { advance() }
    return (found, column)
  }

  private mutating func or() throws(RuleError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.depthLimit else {
      throw RuleError(column: column, "too many parentheses", hint: "split the rule into several")
    }
    var left = try and()
    while true {
      let column = column
      guard accept(word: "or") else { return left }
      left = .binary(.or, left, try and(), column: column)
    }
  }

  private mutating func and() throws(RuleError) -> Expression {
    var left = try not()
    while true {
      let column = column
      guard accept(word: "and") else { return left }
      left = .binary(.and, left, try not(), column: column)
    }
  }

  private mutating func not() throws(RuleError) -> Expression {
    let column = column
    var isNegated: Bool?
    while accept(word: "not") { isNegated = !(isNegated ?? false) }
    let operand = try relation()
    return isNegated == true ? .not(operand, column: column) : operand
  }

  private mutating func relation() throws(RuleError) -> Expression {
    let left = try sum()
    guard let (sign, column) = accept(oneOf: Operator.comparisons) else { return left }
    let right = try sum()
    if let (_, column) = accept(oneOf: Operator.comparisons) {
      throw RuleError(column: column, "comparisons can't be chained", hint: "write 'a < b and b < c'")
    }
    return .binary(sign, left, right, column: column)
  }

  private mutating func sum() throws(RuleError) -> Expression {
    var left = try product()
    while let (sign, column) = accept(oneOf: [.add, .subtract]) {
      left = .binary(sign, left, try product(), column: column)
    }
    return left
  }

  private mutating func product() throws(RuleError) -> Expression {
    var left = try unary()
    while let (sign, column) = accept(oneOf: [.multiply, .divide]) {
      left = .binary(sign, left, try unary(), column: column)
    }
    return left
  }

  private mutating func unary() throws(RuleError) -> Expression {
    let column = column
    var isNegative = false
    while accept(sign: "-") { isNegative.toggle() }
    let operand = try primary()
    return isNegative ? .negate(operand, column: column) : operand
  }

  private mutating func primary() throws(RuleError) -> Expression {
    let column = column
    switch token {
    case .number(let value):
      advance()
      return .number(value, try unit(), column: column)
    case .duration(let seconds):
      advance()
      return .duration(seconds, column: column)
    case .text(let text):
      advance()
      return .text(text, column: column)
    case .name(let name):
      advance()
      if accept(sign: ".") { return try member(of: name, column: column) }
      guard accept(sign: "(") else { return .name(name, column: column) }
      return .call(name, try arguments(), column: column)
    case .sign("("):
      advance()
      let inner = try or()
      guard accept(sign: ")") else { throw unexpected("')'") }
      return inner
    case .unit, .sign, .end:
      throw unexpected("a quantity, a number or '('")
    }
  }

  private mutating func arguments() throws(RuleError) -> [Expression] {
    if accept(sign: ")") { return [] }
    var list = [try argument()]
    while accept(sign: ",") { list.append(try argument()) }
    guard accept(sign: ")") else { throw unexpected("',' or ')'") }
    return list
  }

  private mutating func argument() throws(RuleError) -> Expression {
    let expression = try or()
    guard token == .name("where") else { return expression }
    switch expression {
    case .name(let kind, let column):
      advance()
      return .filtered(kind, quantity: nil, try or(), column: column)
    case .member(let kind, let quantity, let column):
      advance()
      return .filtered(kind, quantity: quantity, try or(), column: column)
    default: return expression
    }
  }

  private mutating func member(of name: String, column: Int) throws(RuleError) -> Expression {
    guard case .name(let quantity) = token else { throw unexpected("a quantity, as in 'room.co2'") }
    advance()
    return .member(name, quantity, column: column)
  }

  private static let words = ["and", "or", "not", "where"]

  /// The unit behind a number, if there is one; a word that could only be one must be one.
  private mutating func unit() throws(RuleError) -> Unit? {
    switch token {
    case .unit(let unit):
      advance()
      return unit
    case .name(let name) where !Self.words.contains(name.lowercased()):
      let near = nearestSpelling(of: name, among: Unit.all.map(\.code))
      throw RuleError(
        column: column, "there is no unit '\(name)'",
        hint: near.map { "did you mean '\($0)'?" } ?? "units are for example %, ppm, Cel, min")
    default: return nil
    }
  }
}
