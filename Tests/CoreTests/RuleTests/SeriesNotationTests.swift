import Core
import Testing

@Suite struct SeriesNotationTests {
  @Test(
    arguments: [
      ("", []), ("21.5", [21.5]), ("-3 1e2", [-3, 100]), ("7x3", [7, 7, 7, 7]), ("7+2x3", [7, 9, 11, 13]),
      ("7-2x3", [7, 5, 3, 1]), ("-1-0.5x2", [-1, -1.5, -2]), ("1e-1+1e-1x1", [0.1, 0.2]),
      ("1 _ 2", [1, nil, 2]), ("_x3 5", [nil, nil, nil, 5]), ("_x0 5", [5]), ("4x0", [4]),
      (" 70\n 82x1\t9 ", [70, 82, 82, 9]),
    ] as [(String, [Double?])])
  func values(text: String, values: [Double?]) throws {
    #expect(try SeriesNotation.read(text).get().values == values)
  }

  @Test(arguments: [
    ("1 two 3", "two"), ("1,2", "1,2"), ("5x", "5x"), ("5x-1", "5x-1"), ("5x1.5", "5x1.5"), ("5+1", "5+1"),
    ("x3", "x3"), ("nan", "nan"), ("inf", "inf"), ("7+2x3x4", "7+2x3x4"), ("__", "__"), ("1x999999 1", "1"),
    ("_x9999999999", "_x9999999999"), ("+", "+"),
  ])
  func whatCannotBeReadIsNamed(text: String, item: String) {
    guard case .failure(let misspelt) = SeriesNotation.read(text) else {
      Issue.record("'\(text)' was read")
      return
    }
    #expect(misspelt.item == item)
  }
}
