import Model

/// A pull scanner for JSON (RFC 8259): in place, without allocation, and strict.
///
/// It checks the whole text as it goes: grammar, UTF-8, escapes, and no more than ``depthLimit`` levels.
/// The caller asks for the members that it wants and skips the rest. A name that stands twice in one object
/// is reported twice, so the last one wins if the caller assigns.
///
/// Values of the wrong type throw `missing_field`; bad syntax throws `malformed_json`. `null` reads as an
/// absent value everywhere, as in Protobuf's JSON.
///
/// The text is passed to each call, not kept: a span cannot be stored without experimental features.
struct JSONScanner {
  /// The deepest nesting that is accepted.
  static let depthLimit = 64

  /// The offset of the next byte.
  private(set) var offset = 0
  /// The name of the member that ``nextKey(_:)`` found last, as it stands in the text.
  private(set) var keyText = Text(range: 0..<0, isEscaped: false)
  private var depth = 0
  /// Whether a container has just been opened: the next member comes without a comma.
  private var isFirst = false

  /// A text within quotes: where it stands, without them.
  struct Text {
    /// The bytes between the quotes.
    var range: Range<Int>
    /// Whether it has escapes, so that the bytes are not the text itself.
    var isEscaped: Bool
  }

  /// A scanner of the text, or of a value in it, that begins at `offset`.
  init(at offset: Int = 0) { self.offset = offset }

  // MARK: Containers

  /// Enters an object; `false` for `null`.
  mutating func beginObject(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Bool {
    try begin(UInt8(ascii: "{"), json, expected)
  }

  /// Enters an array; `false` for `null`.
  mutating func beginArray(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Bool {
    try begin(UInt8(ascii: "["), json, expected)
  }

  /// The name of the next member, whose value is then next; `nil` behind the last one, with the object left.
  @inline(__always)
  mutating func nextKey(_ json: Span<UInt8>) throws(DecodeError) -> JSONKey? {
    guard try nextMember(json, UInt8(ascii: "}"), "',' or '}'") else { return nil }
    let key = try quoted(json, "a member name")
    skipSpace(json)
    guard peek(json) == UInt8(ascii: ":") else { throw malformed("':'") }
    offset += 1
    keyText = key
    return JSONKey(json, key)
  }

  /// Whether there is another element, which is then next; `false` behind the last one, with the array left.
  mutating func nextElement(_ json: Span<UInt8>) throws(DecodeError) -> Bool {
    try nextMember(json, UInt8(ascii: "]"), "',' or ']'")
  }

  /// Whether the text begins with an object or array, by its bracket.
  mutating func begins(with bracket: UInt8, _ json: Span<UInt8>) -> Bool {
    skipSpace(json)
    return peek(json) == bracket
  }

  /// Checks that nothing but white space follows.
  mutating func finish(_ json: Span<UInt8>) throws(DecodeError) {
    skipSpace(json)
    guard offset == json.count else { throw malformed("the end of the JSON text") }
  }

  // MARK: Values

  /// A string; `nil` for `null`.
  mutating func string(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Text? {
    guard try !null(json) else { return nil }
    guard peek(json) == UInt8(ascii: "\"") else { throw wrongType(json, expected) }
    return try quoted(json, expected)
  }

  /// A number; `nil` for `null`. Infinite when it is beyond what a double holds.
  mutating func number(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Double? {
    guard try !null(json) else { return nil }
    guard JSONNumber.begins(with: peek(json)) else { throw wrongType(json, expected) }
    return try scanNumber(json).value(json)
  }

  /// A whole number from 0 to `limit`; `nil` for `null`.
  mutating func integer(
    _ json: Span<UInt8>, upTo limit: UInt32, _ expected: String
  ) throws(DecodeError) -> UInt32? {
    let start = offset
    guard let value = try number(json, expected) else { return nil }
    guard let integer = UInt32(exactly: value), integer <= limit else {
      throw DecodeError(.missingField, at: start, expected: expected)
    }
    return integer
  }

  /// `true` or `false`; `nil` for `null`.
  mutating func bool(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Bool? {
    guard try !null(json) else { return nil }
    switch peek(json) {
    case UInt8(ascii: "t"):
      try literal("true", json)
      return true
    case UInt8(ascii: "f"):
      try literal("false", json)
      return false
    default: throw wrongType(json, expected)
    }
  }

  /// Checks the next value, whatever it is, and leaves it behind.
  mutating func skipValue(_ json: Span<UInt8>) throws(DecodeError) {
    skipSpace(json)
    switch peek(json) {
    case UInt8(ascii: "\""): _ = try quoted(json, "a string")
    case UInt8(ascii: "{"):
      _ = try beginObject(json, "an object")
      while try nextMember(json, UInt8(ascii: "}"), "',' or '}'") {
        _ = try quoted(json, "a member name")
        skipSpace(json)
        guard peek(json) == UInt8(ascii: ":") else { throw malformed("':'") }
        offset += 1
        try skipValue(json)
      }
    case UInt8(ascii: "["):
      _ = try beginArray(json, "an array")
      while try nextElement(json) { try skipValue(json) }
    case UInt8(ascii: "t"): try literal("true", json)
    case UInt8(ascii: "f"): try literal("false", json)
    case UInt8(ascii: "n"): try literal("null", json)
    case let byte where JSONNumber.begins(with: byte): _ = try scanNumber(json)
    default: throw malformed("a value")
    }
  }

  /// Checks the next value, whatever it is, and says where it stands; `nil` for `null`.
  mutating func value(_ json: Span<UInt8>) throws(DecodeError) -> Range<Int>? {
    skipSpace(json)
    let start = offset
    try skipValue(json)
    return json.isNull(in: start..<offset) ? nil : start..<offset
  }

  /// Whether the next value has, in its member `outer`, a member `inner` that is not `null`. Leaves the value behind,
  /// whatever it is: another server's messages may have another there.
  mutating func has(
    _ inner: JSONKey, within outer: JSONKey, _ json: Span<UInt8>
  ) throws(DecodeError) -> Bool {
    var isThere = false
    guard begins(with: UInt8(ascii: "{"), json) else {
      try skipValue(json)
      return false
    }
    _ = try beginObject(json, "an object")
    while let key = try nextKey(json) {
      // Of two members of one name the last counts.
      if key == outer { isThere = false }
      guard key == outer, begins(with: UInt8(ascii: "{"), json) else {
        try skipValue(json)
        continue
      }
      isThere = try members(json, (inner, inner), "an object")?.0 != nil
    }
    return isThere
  }

  // MARK: Pieces

  private mutating func begin(
    _ bracket: UInt8, _ json: Span<UInt8>, _ expected: String
  ) throws(DecodeError) -> Bool {
    guard try !null(json) else { return false }
    guard peek(json) == bracket else { throw wrongType(json, expected) }
    guard depth < Self.depthLimit else { throw malformed("at most \(Self.depthLimit) levels") }
    depth += 1
    offset += 1
    isFirst = true
    return true
  }

  /// Goes to the next member of a container; `false` when `bracket` closes it.
  @inline(__always)
  private mutating func nextMember(
    _ json: Span<UInt8>, _ bracket: UInt8, _ expected: String
  ) throws(DecodeError) -> Bool {
    skipSpace(json)
    let byte = peek(json)
    if byte == bracket {
      offset += 1
      depth -= 1
      isFirst = false
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw malformed(expected) }
    offset += 1
    skipSpace(json)
    return true
  }

  /// Takes `null` if it is next.
  private mutating func null(_ json: Span<UInt8>) throws(DecodeError) -> Bool {
    skipSpace(json)
    guard peek(json) == UInt8(ascii: "n") else { return false }
    try literal("null", json)
    return true
  }

  private mutating func literal(_ text: String, _ json: Span<UInt8>) throws(DecodeError) {
    for character in text.utf8 {
      guard peek(json) == character else { throw malformed(text) }
      offset += 1
    }
  }

  /// A string, from its opening quote on.
  @inline(__always)
  private mutating func quoted(_ json: Span<UInt8>, _ expected: String) throws(DecodeError) -> Text {
    guard peek(json) == UInt8(ascii: "\"") else { throw malformed(expected) }
    let start = offset + 1
    offset = start
    var isEscaped = false
    while true {
      offset = json.endOfPlainText(from: offset)
      switch peek(json) {
      case UInt8(ascii: "\""):
        offset += 1
        return Text(range: start..<offset - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        offset += try JSONEscapes.length(json, at: offset)
      case 0x80...0xFF where offset < json.count:
        offset += try json.lengthOfUTF8Sequence(at: offset)
      default: throw malformed("a string without control characters, and its closing '\"'")
      }
    }
  }

  private mutating func scanNumber(_ json: Span<UInt8>) throws(DecodeError) -> JSONNumber {
    let (number, end) = try JSONNumber.scan(json, from: offset)
    offset = end
    return number
  }

  /// The next byte; 0 at the end, which no valid text has.
  @inline(__always)
  private func peek(_ json: Span<UInt8>) -> UInt8 { offset < json.count ? json[offset] : 0 }

  @inline(__always)
  private mutating func skipSpace(_ json: Span<UInt8>) {
    while offset < json.count, json[offset] <= 0x20 {
      switch json[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  private func malformed(_ expected: String) -> DecodeError {
    DecodeError(.malformedJSON, at: offset, expected: expected)
  }

  /// A value that begins like JSON is of the wrong type; anything else is no JSON.
  private func wrongType(_ json: Span<UInt8>, _ expected: String) -> DecodeError {
    switch peek(json) {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "t"), UInt8(ascii: "f"),
      UInt8(ascii: "-"), 0x30...0x39:
      DecodeError(.missingField, at: offset, expected: expected)
    default: malformed(expected)
    }
  }
}
