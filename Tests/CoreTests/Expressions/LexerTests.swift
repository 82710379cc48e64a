@testable import Core
import Model
import Testing

@Suite struct LexerTests {
  /// The tokens of `text` with their columns, as in an error message.
  private func tokens(_ text: String) throws -> String {
    try Lexer.tokens(of: text).map { "\($0.column) \($0.token.description)" }.joined(separator: ", ")
  }

  @Test(arguments: [
    ("", "1 the end"),
    ("  \n\t", "5 the end"),
    ("fill_level>=80%", "1 'fill_level', 11 '>=', 13 the number 80, 15 the unit '%', 16 the end"),
    ("co2 == 1e3 ppm", "1 'co2', 5 '==', 8 the number 1000, 12 the unit 'ppm', 15 the end"),
    ("pm2_5 < 12.5 µg/m³", "1 'pm2_5', 7 '<', 9 the number 12.5, 14 the unit 'ug/m3', 19 the end"),
    (
      "15m 15 m 15min",
      "1 a duration, 5 the number 15, 8 the unit 'm', 10 the number 15, 12 the unit 'min', 15 the end"
    ),
    ("5 dB(A))", "1 the number 5, 3 the unit 'dB[A]', 8 ')', 9 the end"),
    ("5 dBm and", "1 the number 5, 3 the unit 'dBm', 7 'and', 10 the end"),
    ("5 A or", "1 the number 5, 3 the unit 'A', 5 'or', 7 the end"),
    ("1 and 2 or", "1 the number 1, 3 'and', 7 the number 2, 9 'or', 11 the end"),
    ("10 m/2", "1 the number 10, 4 the unit 'm', 5 '/', 6 the number 2, 7 the end"),
    ("5 mm3", "1 the number 5, 3 'mm3', 6 the end"),
    ("80 1", "1 the number 80, 4 the number 1, 5 the end"),
    ("1 -2", "1 the number 1, 3 '-', 4 the number 2, 5 the end"),
    ("'a b' \"c\"", "1 a text, 7 a text, 10 the end"),
    (
      "a<b<=c<>d!=e=f",
      "1 'a', 2 '<', 3 'b', 4 '<=', 6 'c', 7 '<', 8 '>', 9 'd', 10 '!=', 12 'e', 13 '=', 14 'f', 15 the end"
    ),
    ("été_1", "1 'été_1', 6 the end"),
  ])
  func tokens(text: String, expected: String) throws {
    #expect(try tokens(text) == expected)
  }

  @Test func durations() throws {
    let tokens = try Lexer.tokens(of: "30s 5m 4h 90d 5y 1.5h").map(\.token)
    #expect(
      tokens == [
        .duration(30), .duration(300), .duration(14_400), .duration(7_776_000), .duration(157_680_000),
        .duration(5400), .end,
      ])
  }

  @Test(
    "A number as a person writes it",
    arguments: [
      (0, "0"), (-0.0, "0"), (80, "80"), (-5, "-5"), (0.5, "0.5"), (-0.25, "-0.25"),
      (1e14, "100000000000000"),
      (0.1 + 0.2, "0.3"), (1.000_000_4, "1"), (12.340_001, "12.340001"), (-1e-9, "0"), (1e300, "1e+300"),
      (.nan, "unknown"), (.infinity, "unknown"),
    ])
  func plainNumbers(value: Double, text: String) {
    #expect(plain(value) == text)
  }
}
