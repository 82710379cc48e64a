/// Bytes as a person pastes them: `01 75 5C`, `01755c`, `0x01:75:5C`.
enum HexText {
  /// - Throws: `Failure` at the first sign that is not part of a byte.
  static func bytes(_ text: String) throws -> [UInt8] {
    let separators: Set<Character> = [" ", ":", "-", "\t", "\n"]
    let digits = (text.hasPrefix("0x") ? text.dropFirst(2) : text[...]).filter { !separators.contains($0) }
    if let wrong = digits.first(where: { !($0.isASCII && $0.isHexDigit) }) {
      throw Failure(.refused, "the payload is not hex: '\(wrong)' is no hex digit")
    }
    guard digits.count.isMultiple(of: 2) else {
      throw Failure(.refused, "the payload is not whole bytes: \(digits.count) hex digits")
    }
    guard !digits.isEmpty else { throw Failure(.refused, "the payload is empty") }
    let values = digits.compactMap(\.hexDigitValue).map(UInt8.init)
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  /// `01755C`.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
  }
}
