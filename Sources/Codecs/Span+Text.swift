import Model

// Reading text eight bytes at a time. `extracting` checks the bounds once, after which the compiler knows
// that eight bytes are there and makes one load of them.

private let ones: UInt64 = 0x0101_0101_0101_0101
private let highBits: UInt64 = 0x8080_8080_8080_8080

extension Span<UInt8> {
  /// Eight bytes as one word, the first one lowest.
  @inline(__always)
  private func fullWord(at offset: Int) -> UInt64 {
    let bytes = extracting(offset..<offset + 8)
    var word = UInt64(bytes[0])
    word |= UInt64(bytes[1]) << 8
    word |= UInt64(bytes[2]) << 16
    word |= UInt64(bytes[3]) << 24
    word |= UInt64(bytes[4]) << 32
    word |= UInt64(bytes[5]) << 40
    word |= UInt64(bytes[6]) << 48
    word |= UInt64(bytes[7]) << 56
    return word
  }

  /// Up to eight bytes from `offset` to before `end`, the first one lowest, the rest 0.
  @inline(__always)
  func word(at offset: Int, before end: Int) -> UInt64 {
    let length = Swift.min(8, end - offset)
    if offset + 8 <= count { return fullWord(at: offset) & (.max >> UInt64(64 - length * 8)) }
    var word: UInt64 = 0
    for index in 0..<length { word |= UInt64(self[offset + index]) << UInt64(index * 8) }
    return word
  }

  /// The first offset from `offset` on that is not ordinary text within a JSON string: a quote, a
  /// backslash, a control character or a byte beyond ASCII; `count` when there is none.
  @inline(__always)
  func endOfPlainText(from offset: Int) -> Int {
    var offset = offset
    while offset + 8 <= count {
      let word = fullWord(at: offset)
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // A byte's high bit is set where the byte is 0 (or below 0x20). Borrows spoil only bytes behind the
      // first hit, and only the first counts.
      let hits =
        ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        | ((word &- ones &* 0x20) & ~word) | word
      if hits & highBits != 0 { return offset + (hits & highBits).trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < count {
      let byte = self[offset]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return offset }
      offset += 1
    }
    return offset
  }

  /// The length of the UTF-8 sequence beyond ASCII at `offset`: 2, 3 or 4 bytes.
  ///
  /// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
  func lengthOfUTF8Sequence(at offset: Int) throws(DecodeError) -> Int {
    let second = byte(at: offset + 1)
    switch byte(at: offset) {
    case 0xC2...0xDF where isContinuation(second): return 2
    case 0xE0 where 0xA0...0xBF ~= second && isContinuation(byte(at: offset + 2)): return 3
    case 0xED where 0x80...0x9F ~= second && isContinuation(byte(at: offset + 2)): return 3
    case 0xE1...0xEC where isContinuation(second) && isContinuation(byte(at: offset + 2)): return 3
    case 0xEE...0xEF where isContinuation(second) && isContinuation(byte(at: offset + 2)): return 3
    case 0xF0 where 0x90...0xBF ~= second && isContinuation2(at: offset + 2): return 4
    case 0xF1...0xF3 where isContinuation(second) && isContinuation2(at: offset + 2): return 4
    case 0xF4 where 0x80...0x8F ~= second && isContinuation2(at: offset + 2): return 4
    default: throw DecodeError(.malformedJSON, at: offset, expected: "valid UTF-8")
    }
  }

  /// The byte at `offset`; 0 beyond the end, which continues nothing.
  private func byte(at offset: Int) -> UInt8 { offset < count ? self[offset] : 0 }
  private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
  private func isContinuation2(at offset: Int) -> Bool {
    isContinuation(byte(at: offset)) && isContinuation(byte(at: offset + 1))
  }
}

extension Span<UInt8> {
  /// Whether the JSON value in `range` is `null`, perhaps after white space.
  func isNull(in range: Range<Int>) -> Bool {
    range.count >= 4 && self[range.upperBound - 1] == UInt8(ascii: "l")
      && self[range.upperBound - 4] == UInt8(ascii: "n")
  }
}
