/// Writes JSON text (RFC 8259) as bytes, member by member, without a tree.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init() { bytes.reserveCapacity(1500) }

  mutating func object(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, open: "{", close: "}", body)
  }

  mutating func array(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) {
    nest(key, open: "[", close: "]", body)
  }

  mutating func string(_ key: String, _ value: String) {
    begin(key)
    quote(value)
  }

  /// A text as an element of an array.
  mutating func element(_ value: String) {
    begin(nil)
    quote(value)
  }

  mutating func integer(_ key: String, _ value: some BinaryInteger) {
    begin(key)
    bytes.append(contentsOf: String(value).utf8)
  }

  /// A number; a whole one without a fraction. `value` is finite.
  mutating func number(_ key: String, _ value: Double) {
    begin(key)
    if value.rounded() == value, abs(value) < 1e15 {
      bytes.append(contentsOf: String(Int64(value)).utf8)
    } else {
      bytes.append(contentsOf: value.description.utf8)
    }
  }

  mutating func boolean(_ key: String, _ value: Bool) {
    begin(key)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  private mutating func nest(
    _ key: String?, open: UnicodeScalar, close: UnicodeScalar, _ body: (inout JSONWriter) -> Void
  ) {
    begin(key)
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func begin(_ key: String?) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
    guard let key else { return }
    quote(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(Self.isPlain) {
      bytes.append(contentsOf: text.utf8)
    } else {
      escape(text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: [byte].hexadecimal.utf8)
      default:
        bytes.append(byte)
      }
    }
  }
}
