// Text sixteen and 32 bytes at a time.
//
// A load that is made of single bytes costs a check for each, and the time to read a message is the time for such
// loads. It is sound: before each load stands a check that all of its bytes are in the span, in the loops one for
// all that follow, and any bytes are a `UInt64` or sixteen `UInt8`. What is `@unsafe` leaves that check to its
// caller. The store checks that there is room, and any bytes are eight `UInt8`. What `append` points to is the span's own
// memory, only while it is copied.

import CVectors
import Model

extension Span<UInt8> {
  /// Up to eight bytes from `offset` to before `end`, the first one lowest, the rest 0.
  @inline(__always)
  func word(at offset: Int, before end: Int) -> UInt64 {
    let length = Swift.min(8, end - offset)
    if length == 0 { return 0 }
    if offset >= 0, offset <= count &- 8 { return word(at: offset) & (.max >> UInt64(64 - length * 8)) }
    var word: UInt64 = 0
    for index in 0..<length { word |= UInt64(self[offset + index]) << UInt64(index * 8) }
    return word
  }

  /// The first offset from `offset` on that is not ordinary text within a JSON string: a quote, a
  /// backslash, a control character or a byte beyond ASCII; `count` when there is none.
  @inline(__always)
  func endOfPlainText(from offset: Int) -> Int {
    precondition(offset >= 0)
    var offset = offset
    while offset <= count &- 16 {
      let ends = unsafe endsOfPlainText(unchecked: offset)
      if ends != 0 { return offset &+ ends.trailingZeroBitCount }
      offset &+= 16
    }
    return endOfPlainTextNearEnd(from: offset)
  }

  /// The same where there are no sixteen bytes.
  @inline(never)
  private func endOfPlainTextNearEnd(from offset: Int) -> Int {
    guard offset < count else { return count }
    guard count < 16 else {
      // The last sixteen, of which the first have been looked at.
      let ends = unsafe endsOfPlainText(unchecked: count - 16) >> UInt32(offset - count + 16)
      return ends == 0 ? count : offset + ends.trailingZeroBitCount
    }
    for index in offset..<count {
      let byte = self[index]
      if byte < 0x20 || byte >= 0x80 || byte == 0x22 || byte == 0x5C { return index }
    }
    return count
  }

  // MARK: Many bytes, unchecked: for loops that check for all that follows at once

  /// The sixteen bytes at `offset`.
  @unsafe @inline(__always)
  private func vector(_ offset: Int) -> SIMD16<UInt8> {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// Which of the sixteen bytes at `offset` are less than those of `low` at `start`, greater than those of `high`, or a
  /// backslash, the first one's bit lowest.
  @unsafe @inline(__always)
  func misfits(unchecked offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>, _ start: Int) -> UInt32 {
    unsafe belfry_misfits(vector(offset), low.vector(start), high.vector(start))
  }

  /// Whether all 32 bytes at `offset` are at least those of `low` at `start`, at most those of `high`, and no backslash.
  @unsafe @inline(__always)
  func fits(unchecked offset: Int, _ low: Span<UInt8>, _ high: Span<UInt8>, _ start: Int) -> Bool {
    unsafe belfry_fit(
      vector(offset), low.vector(start), high.vector(start), vector(offset &+ 16), low.vector(start &+ 16),
      high.vector(start &+ 16))
  }

  /// What the sixteen characters of base64 at `offset`, which must be there, stand for; `nil` when one of them is none.
  @inline(__always)
  func base64(at offset: Int) -> (first: UInt64, second: UInt64)? {
    precondition(offset >= 0 && offset <= count &- 16)
    let bits = unsafe belfry_base64(vector(offset))
    return bits.known == 0xFFFF ? (bits.first, bits.second) : nil
  }

  /// Which of the sixteen bytes at `offset` are not ordinary text within a JSON string, the first one's bit lowest.
  @unsafe @inline(__always)
  func endsOfPlainText(unchecked offset: Int) -> UInt32 { unsafe belfry_ends_of_plain_text(vector(offset)) }

  /// Which of the sixteen bytes at `offset` are no digits, the first one's bit lowest.
  @unsafe @inline(__always)
  func endsOfDigits(unchecked offset: Int) -> UInt32 { unsafe belfry_ends_of_digits(vector(offset)) }
}

extension MutableSpan<UInt8> {
  /// Writes the eight bytes of `word` to `offset`, where they must have room, the lowest one first.
  @inline(__always)
  mutating func store(_ word: UInt64, at offset: Int) {
    var bytes = unsafe mutableBytes
    bytes.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
  }
}

extension [UInt8] {
  /// Appends these bytes, all at once.
  @inline(__always)
  mutating func append(_ other: Span<UInt8>) {
    unsafe other.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
