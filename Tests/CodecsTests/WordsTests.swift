import Model
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

  /// Bytes at the bounds, just beyond them and between them, and the backslash, in each place.
  @Test func whatIsOutOfBoundsIsFound() {
    let (low, high) = ((UInt8(0)..<48).map { $0 &* 5 }, (UInt8(0)..<48).map { $0 &* 5 + $0 % 7 })
    for place in 0..<48 {
      for byte in UInt8.min...UInt8.max {
        var text = low
        for index in text.indices where text[index] == 0x5C { text[index] = high[index] }
        text[place] = byte
        let misfits = text.indices.filter { !(low[$0]...high[$0] ~= text[$0]) || text[$0] == 0x5C }
        for start in 0...16 {
          let expected = misfits.reduce(UInt64(0)) { $0 | 1 << UInt64($1) } >> UInt64(start)
          #expect(
            unsafe text.span.misfits(unchecked: start, low.span, high.span, start)
              == UInt32(expected & 0xFFFF))
          #expect(
            unsafe text.span.fits(unchecked: start, low.span, high.span, start)
              == (expected & 0xFFFF_FFFF == 0))
        }
      }
    }
  }

  /// Sixteen characters at once, one of them any byte, in each place.
  @Test func base64IsReadSixteenAtATime() throws {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for start in [0, 1, 25, 51, 61] {
      for place in 0..<16 {
        for byte in UInt8.min...UInt8.max {
          var text = (0..<16).map { alphabet[(start + $0 * 7) % 64] }
          text[place] = byte
          let sixes = text.compactMap { alphabet.firstIndex(of: $0) }.map { UInt64($0) }
          let bits = text.span.base64(at: 0)
          guard sixes.count == 16, let bits else {
            #expect(sixes.count < 16 && bits == nil)
            continue
          }
          #expect(bits.first == sixes[..<8].reduce(0) { $0 << 6 | $1 })
          #expect(bits.second == sixes[8...].reduce(0) { $0 << 6 | $1 })
        }
      }
    }
  }

  @Test func wordsAreReadAndWrittenLowestFirst() {
    var bytes = (UInt8(1)...20).map { $0 }
    for offset in 0...12 {
      let word = bytes.span.word(at: offset)
      #expect((0..<8).allSatisfy { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) == bytes[offset + $0] })
    }
    var room = bytes.mutableSpan
    room.store(0x0807_0605_0403_0201, at: 12)
    #expect(bytes == Array(1...12) + Array(1...8))
  }
}
