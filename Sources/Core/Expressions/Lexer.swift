import Model

/// A word of the rule language.
enum Token: Hashable {
  case number(Double)
  /// `15m`, `2h`: a number with a time letter directly behind it; in seconds.
  case duration(Double)
  case name(String)
  case text(String)
  case unit(Unit)
  /// `<= + ( ,` and the like.
  case sign(String)
  case end

  /// How the token is quoted in an error message.
  var description: String {
    switch self {
    case .number(let value): "the number \(plain(value))"
    case .duration: "a duration"
    case .name(let name): "'\(name)'"
    case .text: "a text"
    case .unit(let unit): "the unit '\(unit.code)'"
    case .sign(let sign): "'\(sign)'"
    case .end: "the end"
    }
  }
}

/// Splits an expression into tokens, each with its column.
struct Lexer {
  private let characters: [Character]
  private var index = 0
  /// Where the token that is being read begins.
  private var start = 0
  private(set) var tokens: [(token: Token, column: Int)] = []

  private static let secondsPerLetter: [Character: Double] = [
    "s": 1, "m": 60, "h": 3600, "d": 86_400, "y": 365 * 86_400,
  ]

  static func tokens(of text: String) throws(RuleError) -> [(token: Token, column: Int)] {
    var lexer = Lexer(characters: Array(text))
    try lexer.run()
    return lexer.tokens
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func run() throws(RuleError) {
    while let character = peek() {
      if character.isWhitespace {
        index += 1
      } else if character.isNumber {
        try number()
      } else if character.isLetter || character == "_" {
        let name = word()
        emit(.name(name))
      } else if character == "\"" || character == "'" {
        try text(quote: character)
      } else {
        try sign()
      }
    }
    tokens.append((.end, characters.count + 1))
  }

  private func peek(_ offset: Int = 0) -> Character? {
    index + offset < characters.count ? characters[index + offset] : nil
  }

  private mutating func emit(_ token: Token) { tokens.append((token, start + 1)) }

  private mutating func word() -> String {
    start = index
    while let character = peek(), character.isLetter || character.isNumber || character == "_" {
      index += 1
    }
    return String(characters[start..<index])
  }

  private mutating func number() throws(RuleError) {
    start = index
    while let character = peek(), character.isNumber || character == "." { index += 1 }
    if peek() == "e" || peek() == "E", let next = peek(1), next.isNumber || next == "-" || next == "+" {
      index += 2
      while let character = peek(), character.isNumber { index += 1 }
    }
    let digits = String(characters[start..<index])
    guard let value = Double(digits), value.isFinite else {
      throw RuleError(column: start + 1, "'\(digits)' is not a number", hint: "write for example 12.5")
    }
    if let letter = peek(), let seconds = Self.secondsPerLetter[letter], !isWordCharacter(peek(1)) {
      index += 1
      return emit(.duration(value * seconds))
    }
    emit(.number(value))
    unit()
  }

  private func isWordCharacter(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter || character.isNumber || character == "_" || character == "/"
  }

  /// A unit may stand behind a number: the longest run of characters that names one.
  private mutating func unit() {
    var begin = index
    while begin < characters.count, characters[begin] == " " { begin += 1 }
    guard begin < characters.count, !characters[begin].isNumber else { return }
    var end = begin
    while end < characters.count, isUnitCharacter(characters[end]) { end += 1 }
    while end > begin {
      let candidate = String(characters[begin..<end])
      if let unit = Unit.named(candidate),
        end == characters.count || !isWordCharacter(characters[end]) || characters[end] == "/"
      {
        start = begin
        index = end
        return emit(.unit(unit))
      }
      end -= 1
    }
  }

  private func isUnitCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "%°/[](){}³".contains(character)
  }

  private mutating func text(quote: Character) throws(RuleError) {
    start = index
    index += 1
    let begin = index
    while let character = peek(), character != quote { index += 1 }
    guard peek() == quote else {
      throw RuleError(column: start + 1, "the text does not end", hint: "close it with \(quote)")
    }
    emit(.text(String(characters[begin..<index])))
    index += 1
  }

  private mutating func sign() throws(RuleError) {
    start = index
    for sign in ["<=", ">=", "==", "!=", "<", ">", "=", "+", "-", "*", "/", "(", ")", ",", "."] {
      let end = index + sign.count
      if end <= characters.count, String(characters[index..<end]) == sign {
        index = end
        return emit(.sign(sign))
      }
    }
    let hints = ["≥": ">=", "≤": "<=", "&": "and", "|": "or", "!": "not", "≠": "!="]
    let character = characters[index]
    throw RuleError(
      column: index + 1, "'\(character)' means nothing here",
      hint: hints[String(character)].map { "write '\($0)'" } ?? "take it out")
  }
}

/// A number as a person writes it: no trailing zeros, at most six places.
func plain(_ value: Double) -> String {
  guard value.isFinite else { return "unknown" }
  if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
  let scaled = (abs(value) * 1_000_000).rounded()
  guard scaled < 9e18 else { return String(value) }
  let whole = Int64(scaled) / 1_000_000
  var fraction = String(Int64(scaled) % 1_000_000)
  fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
  while fraction.last == "0" { fraction.removeLast() }
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
}
