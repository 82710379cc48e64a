import Testing

@testable import Codecs

/// What goes through text eight or sixteen bytes at a time finds what going byte by byte finds, wherever in a word
/// it stands and however near to the end.
@Suite struct WordsTests {
  @Test func theEndOfPlainTextIsFound() {
    let isPlain = { (byte: UInt8) in 0x20..<0x80 ~= byte && byte != 0x22 && byte != 0x5C }
    check(filledWith: "a", isPlain) { $0.endOfPlainText(from: $1) }
  }

  @Test func digitsAreToldFromAllElse() {
    for byte in UInt8.min...UInt8.max {
      for place in 0..<16 {
        var text = [UInt8](repeating: UInt8(ascii: "9"), count: 16)
        text[place] = byte
        let ends = unsafe text.span.endsOfDigits(unchecked: 0)
        #expect(ends == (0x30...0x39 ~= byte ? 0 : 1 << UInt32(place)))
      }
    }
  }

  /// Puts each byte in each place of texts that go on before and behind it, and looks for where they end.
  private func check(
    filledWith filler: Unicode.Scalar, _ goesOn: (UInt8) -> Bool, _ end: (Span<UInt8>, Int) -> Int
  ) {
    var wrong: [String] = []
    for count in 0..<36 {
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

  @Test func whatDiffersIsFound() {
    let text = (UInt8(0)..<64).map { $0 &* 37 }
    for place in 0..<64 {
      for bit in 0..<8 {
        var other = text
        other[place] ^= 1 << UInt8(bit)
        for start in 0...32 {
          let differences = unsafe text.span.differences(unchecked: start, other.span, start)
          #expect(differences == (start..<start + 32 ~= place ? 1 << UInt32(place - start) : 0))
        }
      }
    }
  }
}
