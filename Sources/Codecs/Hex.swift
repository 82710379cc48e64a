import Model

/// Pairs of hexadecimal digits, in either case.
enum Hex {
  /// Decodes the digits in `range` of `text` and writes the bytes to `bytes`.
  /// - Parameters:
  ///   - text: the digits, among others.
  ///   - range: where they stand in it.
  ///   - bytes: what is written to.
  ///   - start: where the first byte goes; behind it is room for as many bytes as there are digits.
  /// - Returns: where the bytes end.
  /// - Throws: `bad_base64` (the counter of payload text that cannot be decoded) at the wrong digit.
  static func decode(
    _ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout MutableSpan<UInt8>, at start: Int
  ) throws(DecodeError) -> Int {
    guard range.count.isMultiple(of: 2) else {
      throw DecodeError(.badBase64, at: range.upperBound, expected: "an even number of hex digits")
    }
    var next = start
    for index in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
      bytes[next] = try digit(text, index) << 4 | digit(text, index + 1)
      next += 1
    }
    return next
  }

  private static func digit(_ text: Span<UInt8>, _ index: Int) throws(DecodeError) -> UInt8 {
    guard let value = value(text[index]) else {
      throw DecodeError(.badBase64, at: index, expected: "a hex digit")
    }
    return value
  }

  /// The 4 bits of a digit; `nil` when it is none.
  static func value(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
