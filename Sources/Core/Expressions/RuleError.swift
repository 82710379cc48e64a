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
}

extension RuleError: CustomStringConvertible {
  /// `when, column 14: what is wrong; what would be right`.
  public var description: String { "\(field), column \(column): \(message); \(hint)" }
}

/// The name out of `names` that is nearest to `text`, if one is near.
func nearest(to text: String, among names: some Sequence<String>) -> String? {
  let limit = max(1, text.count / 3)
  return names.map { ($0, editDistance(Array(text), Array($0))) }
    .filter { $0.1 <= limit }
    .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

/// Levenshtein's distance: how many characters to put in, take out or change.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var row = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, right) in b.enumerated() {
      let substitution = diagonal + (left == right ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
