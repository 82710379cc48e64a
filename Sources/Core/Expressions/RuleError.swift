/// Why a rule can't be used, and what would be right.
public struct RuleError: Error, Hashable, Sendable {
  /// The rule's field: `when`, `clear`, `summary`.
  public var field: String
  /// Where in the field's text, counted in characters from 1.
  public var column: Int
  /// What is wrong.
  public var message: String
  /// What would be right.
  public var hint: String

  init(field: String = "", column: Int, _ message: String, hint: String) {
    self.field = field
    self.column = column
    self.message = message
    self.hint = hint
  }

  /// The same error, said to be in `field`.
  func located(in field: String) -> RuleError {
    var error = self
    error.field = field
    return error
  }
}

extension RuleError: CustomStringConvertible {
  /// `when, column 14: what is wrong; what would be right`.
  public var description: String { "\(field), column \(column): \(message); \(hint)" }
}
