import Foundation
import Model
import Testing

@testable import Codecs

@Suite struct Base64Tests {
  private func decode(_ text: String) throws(DecodeError) -> [UInt8] {
    let text = Array(text.utf8)
    var bytes = [UInt8](repeating: 0xEE, count: text.count)
    var room = bytes.mutableSpan
    let end = try Base64.decode(text.span, 0..<text.count, into: &room, at: 0)
    return Array(bytes[..<end])
  }

  @Test func decodesWhatFoundationEncodes() throws {
    for length in 0..<64 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 89 + length) }
      let text = Data(bytes).base64EncodedString()
      #expect(try decode(text) == bytes)
    }
  }

  @Test(arguments: [
    "A", "AA", "AAA", "AAAAA", "A===", "AA=", "AAA==", "AA==AA==", "=", "====", "AB==", "AAB=", "AA A",
    "AA-_", "AAAA\n",
    "é===",
  ])
  func refuses(_ text: String) {
    let error = #expect(throws: DecodeError.self) { try decode(text) }
    #expect(error?.reason == .badBase64)
  }

  @Test func saysWhere() {
    let error = #expect(throws: DecodeError.self) { try decode("AAAAAA_A") }
    #expect(error?.offset == 6)
  }
}

@Suite struct HexTests {
  private func decode(_ text: String) throws(DecodeError) -> [UInt8] {
    let text = Array(text.utf8)
    var bytes = [UInt8](repeating: 0xEE, count: text.count)
    var room = bytes.mutableSpan
    let end = try Hex.decode(text.span, 0..<text.count, into: &room, at: 0)
    return Array(bytes[..<end])
  }

  @Test func decodesEitherCase() throws {
    #expect(try decode("00fFAb90") == [0x00, 0xFF, 0xAB, 0x90])
  }

  @Test(arguments: ["0", "0g", "0x12", "12 3"])
  func refuses(_ text: String) {
    let error = #expect(throws: DecodeError.self) { try decode(text) }
    #expect(error?.reason == .badBase64)
  }
}
