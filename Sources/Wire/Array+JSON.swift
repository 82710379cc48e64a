extension [UInt8] {
  /// Appends a string with what RFC 8259, section 7, wants to be escaped.
  mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: self += "\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 0xF, radix: 16))".utf8
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  /// Appends a number as `JSONEncoder` writes it.
  mutating func appendJSON(_ number: Double) {
    self += (Int(exactly: number).map(String.init) ?? number.description).utf8
  }

  /// Appends a member's value, `null` for none.
  mutating func appendJSON(_ number: Double?) {
    if let number { appendJSON(number) } else { self += "null".utf8 }
  }

  /// Appends a member's value, `null` for none.
  mutating func appendJSON(_ text: String?) {
    if let text { appendJSON(text) } else { self += "null".utf8 }
  }
}
