import Model

/// A pull scanner for CBOR (RFC 8949): in place, without allocation.
///
/// Arrays and maps may be of definite or indefinite length, texts only definite; nothing is nested deeper
/// than JSON may be. Values of the wrong type throw `missing_field`, bad encoding `malformed_binary`.
struct CBORScanner {
  /// The offset of the next byte.
  private(set) var offset = 0
  private var depth = 0

  /// How many items of an array, or pairs of a map, are still to come; `nil` until the break.
  struct Items {
    fileprivate var remaining: UInt64?
  }

  /// The head of an item: its major type, and the length or value in it.
  private struct Head {
    var major: UInt8
    var info: UInt8
    var argument: UInt64
  }

  private static let breakByte: UInt8 = 0xFF

  // MARK: Containers

  /// Enters an array.
  mutating func beginArray(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> Items {
    try begin(4, cbor, expected)
  }

  /// Enters a map.
  mutating func beginMap(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> Items {
    try begin(5, cbor, expected)
  }

  /// Whether another item, or pair, follows; at the end the container is left.
  mutating func next(_ items: inout Items, _ cbor: Span<UInt8>) throws(DecodeError) -> Bool {
    let isOver: Bool
    if let remaining = items.remaining {
      isOver = remaining == 0
      if !isOver { items.remaining = remaining - 1 }
    } else {
      isOver = try peek(cbor) == Self.breakByte
      if isOver { offset += 1 }
    }
    if isOver { depth -= 1 }
    return !isOver
  }

  /// Checks that nothing follows.
  func finish(_ cbor: Span<UInt8>) throws(DecodeError) {
    guard offset == cbor.count else { throw malformed("the end of the CBOR item") }
  }

  // MARK: Values

  /// Whether the next item is a text.
  func isText(_ cbor: Span<UInt8>) throws(DecodeError) -> Bool { try peek(cbor) >> 5 == 3 }

  /// A text.
  mutating func text(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> JSONScanner.Text {
    let start = offset
    let head = try head(cbor)
    guard head.major == 3 else { throw wrongType(start, expected) }
    return JSONScanner.Text(range: try content(head, cbor), isEscaped: false)
  }

  /// An integer that fits in 64 bits.
  mutating func integer(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> Int {
    let start = offset
    let head = try head(cbor)
    guard head.major <= 1, head.argument <= UInt64(Int.max) else { throw wrongType(start, expected) }
    return head.major == 0 ? Int(head.argument) : -1 - Int(head.argument)
  }

  /// An integer, a float of any size, or a decimal fraction (tag 4); may be infinite or not a number.
  mutating func number(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> Double {
    let start = offset
    let head = try head(cbor)
    switch (head.major, head.info) {
    case (0, _): return Double(head.argument)
    case (1, _): return -1 - Double(head.argument)
    case (6, _) where head.argument == 4: return try decimalFraction(cbor, expected)
    case (7, 25): return Double(Float16(bitPattern: UInt16(truncatingIfNeeded: head.argument)))
    case (7, 26): return Double(Float(bitPattern: UInt32(truncatingIfNeeded: head.argument)))
    case (7, 27): return Double(bitPattern: head.argument)
    default: throw wrongType(start, expected)
    }
  }

  /// `true` or `false`.
  mutating func bool(_ cbor: Span<UInt8>, _ expected: String) throws(DecodeError) -> Bool {
    let start = offset
    let head = try head(cbor)
    guard head.major == 7, head.info == 20 || head.info == 21 else { throw wrongType(start, expected) }
    return head.info == 21
  }

  /// Checks the next item, whatever it is, and leaves it behind.
  mutating func skip(_ cbor: Span<UInt8>) throws(DecodeError) {
    switch try peek(cbor) >> 5 {
    case 4:
      var items = try beginArray(cbor, "an array")
      while try next(&items, cbor) { try skip(cbor) }
    case 5:
      var items = try beginMap(cbor, "a map")
      while try next(&items, cbor) {
        try skip(cbor)
        try skip(cbor)
      }
    case 6:
      _ = try head(cbor)
      try nest()
      try skip(cbor)
      depth -= 1
    case 2, 3: _ = try content(try head(cbor), cbor)
    default: _ = try head(cbor)
    }
  }

  // MARK: Pieces

  private mutating func begin(
    _ major: UInt8, _ cbor: Span<UInt8>, _ expected: String
  ) throws(DecodeError) -> Items {
    let start = offset
    guard try peek(cbor) >> 5 == major else { throw wrongType(start, expected) }
    try nest()
    if cbor[offset] & 0x1F == 31 {
      offset += 1
      return Items(remaining: nil)
    }
    return Items(remaining: try head(cbor).argument)
  }

  private mutating func nest() throws(DecodeError) {
    guard depth < JSONScanner.depthLimit else { throw malformed("at most \(JSONScanner.depthLimit) levels") }
    depth += 1
  }

  /// An exponent and a mantissa: mantissa · 10^exponent.
  private mutating func decimalFraction(
    _ cbor: Span<UInt8>, _ expected: String
  ) throws(DecodeError) -> Double {
    let start = offset
    var items = try beginArray(cbor, expected)
    guard try next(&items, cbor) else { throw wrongType(start, expected) }
    let exponent = try integer(cbor, expected)
    guard try next(&items, cbor) else { throw wrongType(start, expected) }
    let mantissa = try integer(cbor, expected)
    guard try !next(&items, cbor), -22...22 ~= exponent else { throw wrongType(start, expected) }
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
  }

  private mutating func head(_ cbor: Span<UInt8>) throws(DecodeError) -> Head {
    let first = try peek(cbor)
    offset += 1
    let info = first & 0x1F
    guard info >= 24 else { return Head(major: first >> 5, info: info, argument: UInt64(info)) }
    guard info <= 27 else { throw malformed("a length or value that is well formed") }
    let length = 1 << Int(info - 24)
    guard length <= cbor.count - offset else { throw malformed("\(length) more bytes") }
    var argument: UInt64 = 0
    for index in offset..<offset + length { argument = argument << 8 | UInt64(cbor[index]) }
    offset += length
    return Head(major: first >> 5, info: info, argument: argument)
  }

  private mutating func content(_ head: Head, _ cbor: Span<UInt8>) throws(DecodeError) -> Range<Int> {
    guard head.argument <= UInt64(cbor.count - offset) else { throw malformed("\(head.argument) more bytes") }
    let range = offset..<offset + Int(head.argument)
    offset = range.upperBound
    return range
  }

  private func peek(_ cbor: Span<UInt8>) throws(DecodeError) -> UInt8 {
    guard offset < cbor.count else { throw malformed("another CBOR item") }
    return cbor[offset]
  }

  private func malformed(_ expected: String) -> DecodeError {
    DecodeError(.malformedBinary, at: offset, expected: expected)
  }

  private func wrongType(_ offset: Int, _ expected: String) -> DecodeError {
    DecodeError(.missingField, at: offset, expected: expected)
  }
}
