import Model

extension Span<UInt8> {
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
