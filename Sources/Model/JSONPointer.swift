/// A path to a value within a JSON text (RFC 6901): `/uplink/values/0`.
public struct JSONPointer: Hashable, Sendable {
  /// The names of members, or numbers of elements, on the way down; none for the whole text.
  public let tokens: [String]

  /// Reads a pointer; the first `/` may be left out. `nil` when it is empty or has a `~` that is neither `~0`
  /// (for `~`) nor `~1` (for `/`).
  public init?(_ text: String) {
    let path = text.hasPrefix("/") ? text.dropFirst() : text[...]
    guard !path.isEmpty else { return nil }
    var tokens: [String] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      guard let token = Self.unescaped(part) else { return nil }
      tokens.append(token)
    }
    self.tokens = tokens
  }

  /// A pointer that is written in the source: member names as they are.
  public init(tokens: String...) { self.tokens = tokens }

  private static func unescaped(_ part: Substring) -> String? {
    guard part.contains("~") else { return String(part) }
    var token = ""
    var rest = part
    while let character = rest.popFirst() {
      guard character == "~" else {
        token.append(character)
        continue
      }
      switch rest.popFirst() {
      case "0": token.append("~")
      case "1": token.append("/")
      default: return nil
      }
    }
    return token
  }
}
