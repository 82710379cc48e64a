import Testing

@testable import belfry

@Suite struct StringWidthTests {
  @Test(arguments: [
    ("", 0), ("Liège", 5), ("Lie\u{300}ge", 5), ("東京", 4), ("µg/m³", 5), ("🚮", 2), ("a\u{200B}b", 2),
    ("●…", 2),
  ])
  func columns(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }

  @Test func aCutNeverSplitsAWideCharacter() {
    #expect("東京都".cut(to: 6, .plain) == "東京都")
    #expect("東京都".cut(to: 5, .plain) == "東京~")
    #expect("東京都".cut(to: 4, .plain) == "東~")
    #expect("東京都".cut(to: 0, .plain) == "")
  }

  @Test func linesBreakAtSpaces() {
    #expect("one two three".wrapped(to: 7, .plain) == ["one two", "three"])
    #expect("incomprehensible is long".wrapped(to: 9, .plain) == ["incompre~", "is long"])
    #expect("".wrapped(to: 9, .plain) == [""])
  }
}
