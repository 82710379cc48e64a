import Testing

@testable import Codecs

/// What goes through text eight or sixteen bytes at a time finds what going byte by byte finds, wherever in a word
/// it stands and however near to the end.
@Suite struct WordsTests {
  @Test func theEndOfPlainTextIsFound() {
    let isPlain = { (byte: UInt8) in 0x20..<0x80 ~= byte && byte != 0x22 && byte != 0x5C }
    check(filledWith: "a", isPlain) { $0.endOfPlainText(from: $1) }
  }

  @Test func theEndOfDigitsIsFound() {
    check(filledWith: "9", { 0x30...0x39 ~= $0 }) { $0.endOfDigits(from: $1) }
  }

  /// Puts each byte in each place of texts that go on before and behind it, and looks for where they end.
  private func check(
    filledWith filler: Unicode.Scalar, _ goesOn: (UInt8) -> Bool, _ end: (Span<UInt8>, Int) -> Int
  ) {
    var wrong: [String] = []
    for count in 0..<20 {
      for place in 0..<max(count, 1) {
        for byte in UInt8.min...UInt8.max {
          var text = [UInt8](repeating: UInt8(ascii: filler), count: count)
          if place < count { text[place] = byte }
          // What a borrow from the byte before could make of it.
          if place + 1 < count { text[place + 1] = byte ^ 1 }
          for start in [0, place / 2, place] where start <= count {
            let expected = text[start...].firstIndex { !goesOn($0) } ?? count
            if end(text.span, start) != expected { wrong.append("\(text) from \(start)") }
          }
        }
      }
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: 0..<50) func equalTextIsEqual(length: Int) {
    let text = (0..<length + 20).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    for room in [0, 1, 7, 20] {
      let other = [9, 9] + text[3..<3 + length] + [UInt8](repeating: 7, count: room)
      #expect(isEqual(text, at: 3, to: other, length))
      #expect(isEqual(Array(text[..<(3 + length)]), at: 3, to: other, length))
      for place in 0..<length {
        var another = other
        another[2 + place] ^= 1
        #expect(!isEqual(text, at: 3, to: another, length))
      }
      #expect(length == 0 || !isEqual(Array(text[..<(2 + length)]), at: 3, to: other, length))
    }
  }

  private func isEqual(_ text: [UInt8], at offset: Int, to other: [UInt8], _ length: Int) -> Bool {
    text.span.isEqual(at: offset, to: other.span, from: 2, length: length)
  }
}
