import Model

extension [UInt8] {
  /// Appends a member of the object that was begun last, `null` for none.
  mutating func appendMember(_ name: String, _ text: String?) {
    appendName(name)
    if let text { appendJSON(text) } else { self += "null".utf8 }
  }

  /// Appends a member of the object that was begun last: a number as `JSONEncoder` writes it, `null` for none and for one that
  /// JSON can't say.
  mutating func appendMember(_ name: String, _ number: Double?) {
    appendName(name)
    guard let number, number.isFinite else { return self += "null".utf8 }
    let text = number.description
    self += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
  }

  /// Appends a member of the object that was begun last, `null` for none.
  mutating func appendMember(_ name: String, _ time: WireTime?) {
    appendMember(name, time?.timestamp.description)
  }

  /// Appends a member's name, one of ours that needs no escapes.
  mutating func appendName(_ name: String) {
    if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
    append(UInt8(ascii: "\""))
    self += name.utf8
    self += "\":".utf8
  }

  /// Appends a string with what RFC 8259, section 7, wants to be escaped, as `JSONEncoder` writes it.
  mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
      case 0x08: self += "\\b".utf8
      case 0x09: self += "\\t".utf8
      case 0x0A: self += "\\n".utf8
      case 0x0C: self += "\\f".utf8
      case 0x0D: self += "\\r".utf8
      case 0..<0x20: self += "\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 0xF, radix: 16))".utf8
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }
}
