import Model
import Randomness
import Testing

@testable import Codecs

@Suite struct JSONScannerTests {
  /// Where the scanner refuses `json`; `nil` when it accepts it.
  private func refusal(_ json: [UInt8]) -> Int? {
    var scanner = JSONScanner()
    do {
      try scanner.skipValue(json.span)
      try scanner.finish(json.span)
      return nil
    } catch {
      #expect(error.reason == .malformedJSON)
      return error.offset
    }
  }

  @Test(arguments: [
    "{}", "[]", "0", "-0.5e+10", #""""#, "true", "false", "null", " [1 , 2]\r\n\t", #"{"a":{"b":[{}]}}"#,
    #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, "\"é€😀\"", #"{"a":1,"a":2}"#, "12345678901234567890",
    "\"a text of more than eight bytes, so that whole words are looked at\"",
  ])
  func accepts(_ json: String) {
    #expect(refusal(Array(json.utf8)) == nil)
  }

  @Test(arguments: [
    "", " ", "{", "[", "}", "[1,]", "[,1]", #"{"a":1,}"#, #"{"a"}"#, #"{"a":}"#, "{a:1}", #"{"a" 1}"#,
    "[1 2]",
    "01", "-", "1.", ".5", "1e", "+1", "0x10", "NaN", "tru", "nulL", "[1]]", "{}{}", #"""#, #""\x""#,
    #""\u12g4""#, #""\ud83d""#, #""\ude00""#, #""\ud83d\u0041""#, "\"\u{01}\"", "'a'", "[1}", "1 2",
    "\u{FEFF}1",
  ])
  func refuses(_ json: String) {
    #expect(refusal(Array(json.utf8)) != nil)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
    #expect(refusal([0x22] + bytes + [0x22]) == 1)
    #expect(refusal([0x22] + Array("8 bytes.".utf8) + bytes + [0x22]) == 9)
  }

  @Test func agreesWithTheStandardLibraryOnUTF8() {
    for scalar in 0x20...UInt32(0x10FFFF) where scalar % 97 == 0 {
      guard let character = Unicode.Scalar(scalar), scalar != 0x22, scalar != 0x5C else { continue }
      #expect(refusal(Array("\"\(Character(character))\"".utf8)) == nil)
    }
  }

  @Test func nestingIsLimited() {
    let limit = JSONScanner.depthLimit
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    #expect(refusal(Array(deepest.utf8)) == nil)
    #expect(refusal(Array("[\(deepest)]".utf8)) == limit)
    #expect(refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) == limit)
  }

  @Test func everyPositionInAWordEndsAString() {
    for length in 0..<40 {
      let text = String(repeating: "x", count: length)
      #expect(refusal(Array("[\"\(text)\",\"\(text)\"]".utf8)) == nil)
      for control in ["\u{00}", "\u{07}", "\u{1F}"] {
        #expect(refusal(Array("\"\(text)\(control)12345678\"".utf8)) == length + 1)
      }
    }
  }

  @Test(
    arguments: [
      ("0", 0), ("-0.5", -0.5), ("1e3", 1000), ("27.200000762939453", 27.200000762939453),
      ("123456789012345678901234567890", 1.2345678901234568e29), ("1e-400", 0), ("1e400", .infinity),
      ("-1.7976931348623157e308", -1.7976931348623157e308), ("5e-324", Double.leastNonzeroMagnitude),
      ("0.1e1", 1),
      ("9007199254740993", 9007199254740992),
    ] as [(String, Double)])
  func readsNumbers(_ text: String, _ value: Double) throws {
    let json = Array(text.utf8)
    var scanner = JSONScanner()
    #expect(try scanner.number(json.span, "a number") == value)
  }

  @Test func numbersAreTheNearestDoubles() throws {
    var generator = SeededRandom(seed: 1)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let json = Array("\(value)".utf8)
      var scanner = JSONScanner()
      #expect(try scanner.number(json.span, "a number") == value)
    }
  }

  @Test func aValueOfAnotherTypeIsNotMalformed() {
    let json = Array(#"{"a":1}"#.utf8)
    var scanner = JSONScanner()
    let error = #expect(throws: DecodeError.self) {
      _ = try scanner.beginObject(json.span, "an object")
      _ = try scanner.nextKey(json.span)
      _ = try scanner.string(json.span, "a as text")
    }
    #expect(error == DecodeError(.missingField, at: 5, expected: "a as text"))
  }
}

@Suite struct JSONKeyTests {
  @Test func keysAreEqualWhenTheirTextIs() {
    let names = [
      "", "a", "b", "f_port", "f_cnt", "end_device_ids", "forwarder_gateway_eui", "12345678", "123456789",
    ]
    for (first, one) in names.enumerated() {
      for (second, other) in names.enumerated() {
        let text = Array(one.utf8)
        #expect((JSONKey(text.span, 0..<text.count) == JSONKey(stringLiteral: other)) == (first == second))
      }
    }
  }

  @Test func lowersASCIIOnly() {
    let all = (0x20...0x7E).map { String(UnicodeScalar($0)) }
    for text in all {
      #expect(JSONKey(stringLiteral: text).lowercased == JSONKey(stringLiteral: text.lowercased()))
    }
    #expect(JSONKey(stringLiteral: "PM2_5 É").lowercased == JSONKey(stringLiteral: "pm2_5 É"))
  }
}
