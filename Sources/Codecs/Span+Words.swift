// Text eight bytes at a time.
//
// This is the only unsafe code of the module. A load that is made of eight single bytes costs eight checks, and
// the time to read a message is the time for such loads. It is sound: before each `load` stands a check that
// all of its bytes are in the span, in the loops one for all that follow, and any eight bytes are a `UInt64`.

private let ones: UInt64 = 0x0101_0101_0101_0101
private let highBits: UInt64 = 0x8080_8080_8080_8080

extension Span<UInt8> {
  /// The eight bytes at `offset`, the first one lowest; the caller has checked that they are there.
  @inline(__always)
  private func load(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Up to eight bytes from `offset` to before `end`, the first one lowest, the rest 0.
  @inline(__always)
  func word(at offset: Int, before end: Int) -> UInt64 {
    let length = Swift.min(8, end - offset)
    if length == 0 { return 0 }
    if offset >= 0, offset <= count &- 8 { return load(offset) & (.max >> UInt64(64 - length * 8)) }
    var word: UInt64 = 0
    for index in 0..<length { word |= UInt64(self[offset + index]) << UInt64(index * 8) }
    return word
  }

  /// Whether the `length` bytes at `offset` are those of `other` from `start` on, which must be there; they
  /// are not when this span ends before.
  @inline(__always)
  func isEqual(at offset: Int, to other: Span<UInt8>, from start: Int, length: Int) -> Bool {
    precondition(offset >= 0 && start >= 0 && length >= 0 && start <= other.count &- length)
    guard offset <= count &- length else { return false }
    guard length >= 8 else {
      return word(at: offset, before: offset &+ length) == other.word(at: start, before: start &+ length)
    }
    let last = length &- 8
    var index = 0
    while index < last {
      if load(offset &+ index) != other.load(start &+ index) { return false }
      index &+= 8
    }
    // The last eight, some of which may have been compared already.
    return load(offset &+ last) == other.load(start &+ last)
  }

  /// The first offset from `offset` on that is not ordinary text within a JSON string: a quote, a
  /// backslash, a control character or a byte beyond ASCII; `count` when there is none.
  @inline(__always)
  func endOfPlainText(from offset: Int) -> Int {
    precondition(offset >= 0)
    var offset = offset
    while offset <= count &- 8 {
      let word = load(offset)
      let quotes = word ^ (ones &* 0x22)
      let backslashes = word ^ (ones &* 0x5C)
      // A byte's high bit is set where the byte is 0 (or below 0x20). Borrows spoil only bytes behind the
      // first hit, and only the first counts.
      let hits =
        ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        | ((word &- ones &* 0x20) & ~word) | word
      if hits & highBits != 0 { return offset &+ (hits & highBits).trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < count {
      let byte = self[offset]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return offset }
      offset &+= 1
    }
    return offset
  }
}
