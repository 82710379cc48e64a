// Text eight and sixteen bytes at a time.
//
// This is the only unsafe code of the module. A load that is made of eight single bytes costs eight checks, and
// the time to read a message is the time for such loads. It is sound: before each `load` stands a check that
// all of its bytes are in the span, in the loops one for all that follow, and any bytes are a `UInt64` or a
// `UInt128`. What `append` points to is the span's own memory, only while it is copied.

/// A word all of whose bytes are `byte`.
@inline(__always)
private func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

private let highBits: UInt64 = 0x8080_8080_8080_8080

extension Span<UInt8> {
  /// The bytes at `offset`; the caller has checked that they are there.
  @inline(__always)
  private func load<Value: BitwiseCopyable>(_ offset: Int, as: Value.Type) -> Value {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Value.self)
  }

  /// The eight bytes at `offset`, the first one lowest; the caller has checked that they are there.
  @inline(__always)
  private func load(_ offset: Int) -> UInt64 { UInt64(littleEndian: load(offset, as: UInt64.self)) }

  /// Whether the bytes at `offset` are those of `other` at `start`, as many as are in a `Word`; the caller has
  /// checked that they are there.
  @inline(__always)
  private func isEqual<Word: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, to other: Span<UInt8>, at start: Int, as: Word.Type
  ) -> Bool {
    load(offset, as: Word.self) == other.load(start, as: Word.self)
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
    if length >= 16 {
      let last = length &- 16
      var index = 0
      while index < last {
        guard isEqual(at: offset &+ index, to: other, at: start &+ index, as: UInt128.self) else {
          return false
        }
        index &+= 16
      }
      // The last sixteen, some of which may have been compared already.
      return isEqual(at: offset &+ last, to: other, at: start &+ last, as: UInt128.self)
    }
    if length >= 8 {
      let last = length &- 8
      return isEqual(at: offset, to: other, at: start, as: UInt64.self)
        && isEqual(at: offset &+ last, to: other, at: start &+ last, as: UInt64.self)
    }
    if offset <= count &- 8, start <= other.count &- 8 {
      // Those behind the `length` first are shifted out, and all where there are none.
      return (load(offset) ^ other.load(start)) << UInt64(truncatingIfNeeded: 64 &- length &* 8) == 0
    }
    return isEqualAtEnd(at: offset, to: other, from: start, length: length)
  }

  /// The same for a few bytes near the end.
  @inline(never)
  private func isEqualAtEnd(at offset: Int, to other: Span<UInt8>, from start: Int, length: Int) -> Bool {
    word(at: offset, before: offset &+ length) == other.word(at: start, before: start &+ length)
  }

  /// The first offset from `offset` on that is not ordinary text within a JSON string: a quote, a
  /// backslash, a control character or a byte beyond ASCII; `count` when there is none.
  @inline(__always)
  func endOfPlainText(from offset: Int) -> Int {
    precondition(offset >= 0)
    var offset = offset
    while offset <= count &- 8 {
      let word = load(offset)
      // A byte's high bit is set where the byte is 0 (or below 0x20), or was set before. Borrows spoil only
      // bytes behind the first hit, and only the first counts.
      let hits =
        ((word ^ each(0x22)) &- each(1)) | ((word ^ each(0x5C)) &- each(1)) | (word &- each(0x20)) | word
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

  /// The first offset from `offset` on at which no digit stands.
  @inline(__always)
  func endOfDigits(from offset: Int) -> Int {
    precondition(offset >= 0)
    var offset = offset
    while offset <= count &- 8 {
      // A byte's high bit is set where the byte is beyond ASCII, or not one of the digits; nothing carries
      // from byte to byte.
      let word = load(offset) ^ each(0x30)
      let hits = (((word & ~highBits) &+ each(0x76)) | word) & highBits
      if hits != 0 { return offset &+ hits.trailingZeroBitCount / 8 }
      offset &+= 8
    }
    while offset < count, self[offset] &- 0x30 < 10 { offset &+= 1 }
    return offset
  }
}

extension [UInt8] {
  /// Appends these bytes, all at once.
  @inline(__always)
  mutating func append(_ other: Span<UInt8>) {
    unsafe other.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
