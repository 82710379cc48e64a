/// Writes CBOR (RFC 8949), each item with the shortest head; numbers that are not whole in 64 bits.
struct CBORWriter {
  private(set) var bytes: [UInt8] = []

  /// Begins an array of so many items.
  mutating func array(_ count: Int) { head(4, UInt64(count)) }

  /// Begins a map of so many pairs.
  mutating func map(_ count: Int) { head(5, UInt64(count)) }

  mutating func integer(_ value: Int) {
    if value >= 0 { head(0, UInt64(value)) } else { head(1, UInt64(-1 - value)) }
  }

  mutating func text(_ text: String) {
    head(3, UInt64(text.utf8.count))
    bytes += text.utf8
  }

  mutating func number(_ value: Double) {
    if let whole = Int(exactly: value) { return integer(whole) }
    bytes.append(7 << 5 | 27)
    bytes += value.bitPattern.bigEndianBytes
  }

  private mutating func head(_ majorType: UInt8, _ argument: UInt64) {
    switch argument {
    case 0..<24: bytes.append(majorType << 5 | UInt8(argument))
    case 24...0xFF: bytes += [majorType << 5 | 24, UInt8(argument)]
    case 0x100...0xFFFF: bytes += [majorType << 5 | 25] + UInt16(argument).bigEndianBytes
    case 0x1_0000...0xFFFF_FFFF: bytes += [majorType << 5 | 26] + UInt32(argument).bigEndianBytes
    default: bytes += [majorType << 5 | 27] + argument.bigEndianBytes
    }
  }
}
