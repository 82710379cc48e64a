import Model

/// Base64 with the standard alphabet (RFC 4648, section 4).
///
/// Both network servers pad; text that breaks off lacks it. So padding must be complete, and line breaks and
/// the URL alphabet are refused too.
enum Base64 {
  /// Decodes the characters in `range` of `text` and appends the bytes to `bytes`.
  /// - Throws: `bad_base64` at the offset of the first byte that is wrong.
  static func decode(
    _ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout [UInt8]
  ) throws(DecodeError) {
    let end = try endWithoutPadding(text, range)
    var index = range.lowerBound
    while index + 4 <= end {
      let group = try digits(text, index..<index + 4)
      bytes.append(UInt8(truncatingIfNeeded: group >> 16))
      bytes.append(UInt8(truncatingIfNeeded: group >> 8))
      bytes.append(UInt8(truncatingIfNeeded: group))
      index += 4
    }
    try decodeRest(text, index..<end, into: &bytes)
  }

  /// The last 2 or 3 characters: 1 or 2 bytes, and bits that must be 0.
  private static func decodeRest(
    _ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout [UInt8]
  ) throws(DecodeError) {
    switch range.count {
    case 0: return
    case 2:
      let group = try digits(text, range)
      guard group & 0xF == 0 else { break }
      return bytes.append(UInt8(truncatingIfNeeded: group >> 4))
    case 3:
      let group = try digits(text, range)
      guard group & 0x3 == 0 else { break }
      bytes.append(UInt8(truncatingIfNeeded: group >> 10))
      return bytes.append(UInt8(truncatingIfNeeded: group >> 2))
    default: break
    }
    throw DecodeError(.badBase64, at: range.upperBound - 1, expected: "base64 that ends on a whole byte")
  }

  /// Where the padding begins: one or two `=`, which complete the last group of four.
  private static func endWithoutPadding(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(DecodeError) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, range.upperBound - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
    guard range.count.isMultiple(of: 4) else {
      throw DecodeError(.badBase64, at: end, expected: "base64 in groups of 4 characters, padded with '='")
    }
    return end
  }

  private static func digits(_ text: Span<UInt8>, _ range: Range<Int>) throws(DecodeError) -> UInt32 {
    var group: UInt32 = 0
    for index in range {
      let value = value(text[index])
      guard value < 64 else { throw DecodeError(.badBase64, at: index, expected: "a base64 character") }
      group = group << 6 | UInt32(value)
    }
    return group
  }

  /// The 6 bits of a character; 255 when it is not in the alphabet.
  private static func value(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: 255
    }
  }
}
