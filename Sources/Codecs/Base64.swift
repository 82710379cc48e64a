import Model

/// Base64 with the standard alphabet (RFC 4648, section 4).
///
/// Both network servers pad; text that breaks off lacks it. So padding must be complete, and line breaks and
/// the URL alphabet are refused too.
enum Base64 {
  /// Decodes the characters in `range` of `text` and writes the bytes to `bytes`.
  /// - Parameters:
  ///   - text: the characters, among others.
  ///   - range: where they stand in it.
  ///   - bytes: what is written to.
  ///   - start: where the first byte goes; behind it is room for as many bytes as there are characters.
  /// - Returns: where the bytes end.
  /// - Throws: `bad_base64` at the offset of the first byte that is wrong.
  static func decode(
    _ text: Span<UInt8>, _ range: Range<Int>, into bytes: inout MutableSpan<UInt8>, at start: Int
  ) throws(DecodeError) -> Int {
    let end = try endWithoutPadding(text, range)
    var next = start
    var index = range.lowerBound
    // Of sixteen characters at once two words are written, of which the second half of the first is overwritten: behind
    // the second there is room for two bytes more.
    while index &+ 16 <= end, let bits = text.base64(at: index) {
      bytes.store((bits.first &<< 16).byteSwapped, at: next)
      bytes.store((bits.second &<< 16).byteSwapped, at: next &+ 6)
      next &+= 12
      index &+= 16
    }
    while index &+ 4 <= end {
      let group = try digits(text, index, 4)
      bytes[next &+ 2] = UInt8(truncatingIfNeeded: group)
      bytes[next &+ 1] = UInt8(truncatingIfNeeded: group >> 8)
      bytes[next] = UInt8(truncatingIfNeeded: group >> 16)
      next &+= 3
      index &+= 4
    }
    guard index < end else { return next }
    // The last 2 or 3 characters: 1 or 2 bytes, and bits that must be 0.
    let rest = try digits(text, index, end - index)
    switch end - index {
    case 2 where rest & 0xF == 0: bytes[next] = UInt8(truncatingIfNeeded: rest >> 4)
    case 3 where rest & 0x3 == 0:
      bytes[next] = UInt8(truncatingIfNeeded: rest >> 10)
      bytes[next + 1] = UInt8(truncatingIfNeeded: rest >> 2)
    default: throw DecodeError(.badBase64, at: end - 1, expected: "base64 that ends on a whole byte")
    }
    return next + end - index - 1
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

  /// The bits of up to four characters, the last one's lowest.
  @inline(__always)
  private static func digits(_ text: Span<UInt8>, _ start: Int, _ count: Int) throws(DecodeError) -> UInt32 {
    var group: UInt32 = 0
    var all: UInt8 = 0
    for index in start..<start &+ count {
      let value = values[Int(text[index])]
      group = group &<< 6 | UInt32(value)
      all |= value
    }
    guard all < 64 else {
      let wrong = (start..<start + count).first { values[Int(text[$0])] > 63 } ?? start
      throw DecodeError(.badBase64, at: wrong, expected: "a base64 character")
    }
    return group
  }

  /// The 6 bits of each character; 255 when it is not in the alphabet.
  private static let values: InlineArray<256, UInt8> = [
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 62, 255, 255, 255, 63,
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255,
    255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 255,
    255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  ]
}
