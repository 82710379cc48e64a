import Model

/// A pull scanner for Protobuf's binary form (protobuf.dev, "Encoding"): in place, without allocation.
///
/// It gives the fields of one message in the order of the text; a nested message has its own scanner. The
/// caller takes the numbers it knows and ignores the rest, as Protobuf wants it.
struct ProtobufScanner {
  /// The offset of the next byte.
  private(set) var offset: Int
  private let end: Int

  /// The fields of the message in `range`.
  init(_ range: Range<Int>) {
    offset = range.lowerBound
    end = range.upperBound
  }

  /// What a field holds, by its wire type.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    /// A string, bytes or a nested message: where it stands.
    case bytes(Range<Int>)
    case fixed32(UInt32)

    /// Where a nested message, a string or bytes stand; `nil` for numbers.
    var range: Range<Int>? {
      guard case .bytes(let range) = self else { return nil }
      return range
    }

    /// A number of up to 32 bits as it is, cut to that; `nil` for other types.
    var uint32: UInt32? {
      guard case .varint(let value) = self else { return nil }
      return UInt32(truncatingIfNeeded: value)
    }

    /// A `float`; `nil` for other types.
    var float: Float? {
      guard case .fixed32(let bits) = self else { return nil }
      return Float(bitPattern: bits)
    }
  }

  /// The next field's number and value; `nil` behind the last one.
  mutating func next(_ message: Span<UInt8>) throws(DecodeError) -> (number: UInt64, value: Value)? {
    guard offset < end else { return nil }
    let tag = try varint(message)
    let number = tag >> 3
    guard number > 0 else { throw malformed("a field number") }
    switch tag & 7 {
    case 0: return (number, .varint(try varint(message)))
    case 1: return (number, .fixed64(try fixed(8, message)))
    case 2:
      let length = try varint(message)
      guard length <= UInt64(end - offset) else { throw malformed("\(length) bytes of field \(number)") }
      let range = offset..<offset + Int(length)
      offset = range.upperBound
      return (number, .bytes(range))
    case 5: return (number, .fixed32(UInt32(truncatingIfNeeded: try fixed(4, message))))
    default: throw malformed("a wire type of Protobuf 3")
    }
  }

  /// Seven bits per byte, the lowest first; the high bit says that more follow, at most ten bytes in all.
  private mutating func varint(_ message: Span<UInt8>) throws(DecodeError) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard offset < end else { throw malformed("the rest of a number") }
      let byte = message[offset]
      offset += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw malformed("a number of at most ten bytes")
  }

  private mutating func fixed(_ length: Int, _ message: Span<UInt8>) throws(DecodeError) -> UInt64 {
    guard length <= end - offset else { throw malformed("\(length) bytes") }
    var value: UInt64 = 0
    for index in (offset..<offset + length).reversed() { value = value << 8 | UInt64(message[index]) }
    offset += length
    return value
  }

  private func malformed(_ expected: String) -> DecodeError {
    DecodeError(.malformedBinary, at: offset, expected: expected)
  }
}
