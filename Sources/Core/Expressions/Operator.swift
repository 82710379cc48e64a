/// What joins two expressions; the raw value is how it is written.
enum Operator: String, Sendable {
  case or, and
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "="
  case notEqual = "!="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  /// The operator that a sign stands for; `==` is `=`.
  init?(sign: String) { self.init(rawValue: sign == "==" ? "=" : sign) }

  static let comparisons: Set<Operator> = [
    .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual,
  ]

  var isComparison: Bool { Self.comparisons.contains(self) }

  var instruction: Program.Instruction {
    switch self {
    case .or: .or
    case .and: .and
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    }
  }
}
