import Model

/// The escapes within a JSON string (RFC 8259, section 7).
enum JSONEscapes {
  /// The length of the escape at `offset`: 2, or 6 for `\uXXXX`, or 12 for a pair of surrogates.
  /// - Throws: `malformed_json` for an unknown escape and for half a pair, which stands for no character.
  static func length(_ json: Span<UInt8>, at offset: Int) throws(DecodeError) -> Int {
    guard offset + 1 < json.count else { throw malformed(offset, "an escape") }
    switch json[offset + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "u"): break
    default: throw malformed(offset, "an escape")
    }
    guard let unit = codeUnit(json, at: offset) else { throw malformed(offset, "\\u and 4 hex digits") }
    switch unit {
    case 0xD800...0xDBFF:
      guard let low = codeUnit(json, at: offset + 6), 0xDC00...0xDFFF ~= low else {
        throw malformed(offset, "a low surrogate behind a high one")
      }
      return 12
    case 0xDC00...0xDFFF: throw malformed(offset, "a high surrogate before a low one")
    default: return 6
    }
  }

  /// The UTF-8 that the text in `range` stands for; its escapes have been checked by ``length(_:at:)``.
  static func decode(_ json: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      guard json[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound else {
        bytes.append(json[index])
        index += 1
        continue
      }
      index += appendEscape(json, at: index, to: &bytes)
    }
    return bytes
  }

  private static func appendEscape(_ json: Span<UInt8>, at offset: Int, to bytes: inout [UInt8]) -> Int {
    switch json[offset + 1] {
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"): return appendCharacter(json, at: offset, to: &bytes)
    case let byte: bytes.append(byte)
    }
    return 2
  }

  private static func appendCharacter(_ json: Span<UInt8>, at offset: Int, to bytes: inout [UInt8]) -> Int {
    guard let unit = codeUnit(json, at: offset) else { return 2 }
    if 0xD800...0xDBFF ~= unit, let low = codeUnit(json, at: offset + 6) {
      let scalar = 0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(low) & 0x3FF
      if let scalar = Unicode.Scalar(scalar) { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
      return 12
    }
    if let scalar = Unicode.Scalar(unit) { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
    return 6
  }

  /// The 16 bits of `\uXXXX` at `offset`; `nil` when that is not there.
  private static func codeUnit(_ json: Span<UInt8>, at offset: Int) -> UInt16? {
    guard offset + 6 <= json.count, json[offset] == UInt8(ascii: "\\"), json[offset + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for index in offset + 2..<offset + 6 {
      guard let digit = Hex.value(json[index]) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func malformed(_ offset: Int, _ expected: String) -> DecodeError {
    DecodeError(.malformedJSON, at: offset, expected: expected)
  }
}
