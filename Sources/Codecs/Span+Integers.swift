import Model

// Bounds-checked reads of wire integers. A read beyond the end throws what should have been there, so that
// no decoder can trap on a payload that breaks off; the words for it are built only then. All results are
// `Int` or `Double`: codecs compute with them at once.

extension Span<UInt8> {
  /// Checks that `length` bytes stand at `offset`; else throws `malformed_payload`.
  func require(_ length: Int, at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) {
    guard offset >= 0, length >= 0, offset <= count - length else {
      throw DecodeError(.malformedPayload, at: Swift.min(offset, count), expected: expected())
    }
  }

  /// The unsigned integer in `length` bytes (1 to 8) at `offset`, most significant byte first.
  private func bigEndian(_ length: Int, at offset: Int, _ expected: @autoclosure () -> String)
    throws(DecodeError) -> UInt64
  {
    try require(length, at: offset, expected())
    var value: UInt64 = 0
    for index in offset..<offset + length { value = value << 8 | UInt64(self[index]) }
    return value
  }

  /// The unsigned integer in `length` bytes (1 to 8) at `offset`, least significant byte first.
  private func littleEndian(_ length: Int, at offset: Int, _ expected: @autoclosure () -> String)
    throws(DecodeError) -> UInt64
  {
    try require(length, at: offset, expected())
    var value: UInt64 = 0
    for index in (offset..<offset + length).reversed() { value = value << 8 | UInt64(self[index]) }
    return value
  }

  /// One byte, 0 to 255.
  func uint8(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    try require(1, at: offset, expected())
    return Int(self[offset])
  }

  /// One byte in two's complement, -128 to 127.
  func int8(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(Int8(truncatingIfNeeded: try uint8(at: offset, expected())))
  }

  /// Two bytes, most significant first.
  func uint16BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(try bigEndian(2, at: offset, expected()))
  }

  /// Two bytes, least significant first.
  func uint16LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(try littleEndian(2, at: offset, expected()))
  }

  /// Two bytes in two's complement, most significant first.
  func int16BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(Int16(truncatingIfNeeded: try bigEndian(2, at: offset, expected())))
  }

  /// Two bytes in two's complement, least significant first.
  func int16LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(Int16(truncatingIfNeeded: try littleEndian(2, at: offset, expected())))
  }

  /// Three bytes, most significant first.
  func uint24BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(try bigEndian(3, at: offset, expected()))
  }

  /// Four bytes, most significant first.
  func uint32BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(try bigEndian(4, at: offset, expected()))
  }

  /// Four bytes, least significant first.
  func uint32LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(try littleEndian(4, at: offset, expected()))
  }

  /// Four bytes in two's complement, most significant first.
  func int32BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(Int32(truncatingIfNeeded: try bigEndian(4, at: offset, expected())))
  }

  /// Four bytes in two's complement, least significant first.
  func int32LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    Int(Int32(truncatingIfNeeded: try littleEndian(4, at: offset, expected())))
  }

  /// `length` bytes (1 to 4) in two's complement, most significant first.
  func intBE(_ length: Int, at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int
  {
    let shift = 32 - length * 8
    let raw = UInt32(truncatingIfNeeded: try bigEndian(length, at: offset, expected()))
    return Int(Int32(bitPattern: raw << UInt32(shift)) >> Int32(shift))
  }

  /// An IEEE 754 single in four bytes, most significant first; may be infinite or not a number.
  func float32BE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Double {
    Double(Float(bitPattern: UInt32(truncatingIfNeeded: try bigEndian(4, at: offset, expected()))))
  }

  /// An IEEE 754 half in two bytes, least significant first; may be infinite or not a number.
  func float16LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Double {
    let raw = try uint16LE(at: offset, expected())
    let (exponent, fraction) = (raw >> 10 & 0x1F, Double(raw & 0x3FF) / 1024)
    var value: Double =
      switch exponent {
      case 0: fraction / 16_384
      case 31: fraction == 0 ? .infinity : .nan
      default: (1 + fraction) / 32_768 * Double(1 << exponent)
      }
    if raw & 0x8000 != 0 { value = -value }
    return value
  }

  /// An IEEE 754 single in four bytes, least significant first; may be infinite or not a number.
  func float32LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Double {
    Double(Float(bitPattern: UInt32(truncatingIfNeeded: try littleEndian(4, at: offset, expected()))))
  }

  /// An IEEE 754 double in eight bytes, least significant first; may be infinite or not a number.
  func float64LE(at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Double {
    Double(bitPattern: try littleEndian(8, at: offset, expected()))
  }
}
