import Foundation
import Wire

/// Bytes as a person pastes them: `01 75 5C`, `01755c`, `0x01:75:5C`.
enum HexText {
  /// - Throws: `Failure` at the first sign that is not part of a byte.
  static func bytes(_ text: String) throws -> [UInt8] {
    let separators: Set<Character> = [" ", ":", "-", ",", "\t", "\n", "\r\n"]
    let digits = text.split(whereSeparator: separators.contains).map { part in
      part.lowercased().hasPrefix("0x") ? part.dropFirst(2) : part
    }.joined()
    if let wrong = digits.firstIndex(where: { !($0.isASCII && $0.isHexDigit) }) {
      let byte = digits.distance(from: digits.startIndex, to: wrong) / 2
      throw Failure(
        .refused,
        "the payload is not hex: '\(String(digits[wrong]).printable)' at byte \(byte) is no hex digit",
        hint: base64Hint(text))
    }
    guard digits.count.isMultiple(of: 2) else {
      throw Failure(
        .refused, "the payload is not whole bytes: expected a second hex digit at byte \(digits.count / 2)")
    }
    guard !digits.isEmpty else { throw Failure(.refused, "the payload is empty") }
    let values = digits.compactMap(\.hexDigitValue).map(UInt8.init)
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  /// What the text is in hex, if it is the base64 that network servers show.
  private static func base64Hint(_ text: String) -> String? {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let bytes = Data(base64Encoded: text), !bytes.isEmpty else { return nil }
    return "it looks like base64, which is \(Self.text(bytes)) in hex"
  }

  /// `01755C`.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
  }
}
