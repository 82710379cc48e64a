extension ReadingEvent {
  /// Appends the object as JSON, as `Encodable` would write it with sorted keys: many are written each second.
  public func appendJSON(to bytes: inout [UInt8]) {
    bytes += "{\"arrived_at\":\"\(arrivedAt.timestamp)\",\"asset\":".utf8
    Self.append(asset, to: &bytes)
    bytes += ",\"at\":\"\(at.timestamp)\",\"device\":".utf8
    Self.append(device, to: &bytes)
    if let id {
      bytes += ",\"id\":".utf8
      Self.append(id, to: &bytes)
    }
    bytes += ",\"quantity\":".utf8
    Self.append(quantity, to: &bytes)
    bytes += ",\"unit\":".utf8
    Self.append(unit, to: &bytes)
    bytes += ",\"value\":\(Int(exactly: value).map(String.init) ?? value.description)}".utf8
  }

  /// A string with what RFC 8259, section 7, wants to be escaped.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "1")\(String(byte & 0xF, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
