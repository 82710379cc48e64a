import Model

/// A JSON number (RFC 8259, section 6) as its digits and decimal exponent.
struct JSONNumber {
  /// The digits without the point, as far as they fit.
  private var digits: UInt64 = 0
  /// Whether ``digits`` holds them all.
  private var isExact = true
  /// The power of ten that ``digits`` is to be multiplied with.
  private var exponent = 0
  private var isNegative = false
  /// The text itself.
  private var range: Range<Int>

  private init(start: Int) { range = start..<start }

  /// Whether a value that begins with `byte` is a number.
  @inline(__always)
  static func begins(with byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte &- 0x30 < 10 }

  /// Scans the number at `start`.
  /// - Returns: the number and the offset behind it.
  /// - Throws: `malformed_json` for leading zeros, bare points and the like.
  static func scan(_ json: Span<UInt8>, from start: Int) throws(DecodeError) -> (JSONNumber, end: Int) {
    var number = JSONNumber(start: start)
    var index = start
    if index < json.count, json[index] == UInt8(ascii: "-") {
      number.isNegative = true
      index += 1
    }
    let first = index
    try number.scanDigits(json, &index)
    guard index == first + 1 || json[first] != UInt8(ascii: "0") else {
      throw DecodeError(.malformedJSON, at: first, expected: "a number without leading zeros")
    }
    if index < json.count, json[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      try number.scanDigits(json, &index)
      number.exponent = point - index
    }
    if index < json.count, json[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      try number.scanExponent(json, &index)
    }
    number.range = start..<index
    return (number, index)
  }

  /// The nearest double; infinite when it is too large for one.
  func value(_ json: Span<UInt8>) -> Double {
    // Clinger's fast path: both operands are exact doubles, so one rounding gives the nearest double.
    if isExact, digits < 1 << 53, -22...22 ~= exponent {
      let magnitude = Double(digits)
      let scaled =
        exponent < 0 ? magnitude / Self.powersOfTen[-exponent] : magnitude * Self.powersOfTen[exponent]
      return isNegative ? -scaled : scaled
    }
    // Rare: more digits than a double has. The text is ASCII and a valid number.
    let text = String(decoding: range.map { json[$0] }, as: UTF8.self)
    return Double(text) ?? (isNegative ? -.infinity : .infinity)
  }

  /// The value of a number that has been scanned before, of up to fifteen characters and without an exponent, as nearly
  /// all are; `nil` when it is another, or none.
  @inline(__always)
  static func shortValue(_ json: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard range.count <= 15 else { return nil }
    var digits: UInt64 = 0
    var point = range.upperBound
    for index in range {
      let digit = json[index] &- 0x30
      if digit < 10 {
        digits = digits &* 10 &+ UInt64(digit)
      } else if json[index] == UInt8(ascii: ".") {
        point = index &+ 1
      } else if index != range.lowerBound || json[index] != UInt8(ascii: "-") {
        return nil
      }
    }
    // Both are exact, so that one rounding gives the nearest double.
    let value = Double(digits) / Self.powersOfTen[range.upperBound &- point]
    return json[range.lowerBound] == UInt8(ascii: "-") ? -value : value
  }

  @inline(__always)
  private mutating func scanDigits(_ json: Span<UInt8>, _ index: inout Int) throws(DecodeError) {
    let first = index
    while index < json.count, json[index] &- 0x30 < 10 {
      // 10^18 - 1 times 10 plus 9 still fits.
      if digits < 1_000_000_000_000_000_000 {
        digits = digits &* 10 &+ UInt64(json[index] &- 0x30)
      } else {
        isExact = false
      }
      index &+= 1
    }
    guard index > first else { throw DecodeError(.malformedJSON, at: index, expected: "a digit") }
  }

  private mutating func scanExponent(_ json: Span<UInt8>, _ index: inout Int) throws(DecodeError) {
    var sign = 1
    if index < json.count, json[index] == UInt8(ascii: "-") || json[index] == UInt8(ascii: "+") {
      sign = json[index] == UInt8(ascii: "-") ? -1 : 1
      index += 1
    }
    let first = index
    var value = 0
    while index < json.count, json[index] &- 0x30 < 10 {
      value = min(value * 10 + Int(json[index] &- 0x30), 100_000)
      index += 1
    }
    guard index > first else { throw DecodeError(.malformedJSON, at: index, expected: "a digit") }
    exponent += sign * value
  }

  private static let powersOfTen: InlineArray<23, Double> = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
