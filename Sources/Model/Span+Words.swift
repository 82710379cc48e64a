// Text eight bytes at a time: times, identifiers and payloads stand in each message.
//
// It is sound: what is loaded is checked to be in the span, and any eight bytes are a `UInt64`.

extension Span<UInt8> {
  /// The eight bytes from `offset` on, which must be there, the first one lowest.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count &- 8)
    return unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }
}
