import Model

/// Reads the short notation of a series of values, which is that of Prometheus's rule tests:
///
/// | written | means |
/// |---|---|
/// | `21.5` | one value |
/// | `_` | no value at this step |
/// | `_x3` | no value for three steps |
/// | `7x3` | the value and three more of it: `7 7 7 7` |
/// | `7+2x3` | three steps up: `7 9 11 13` |
/// | `7-2x3` | three steps down: `7 5 3 1` |
public struct SeriesNotation: Hashable, Sendable {
  /// A value for each step; `nil` where there is none.
  public let values: [Double?]

  /// What a series may have at most.
  public static let stepLimit = 1_000_000

  /// Reads a series.
  /// - Returns: `nil` and the item that can't be read, or that makes the series too long.
  public static func read(_ text: String) -> Result<SeriesNotation, Misspelt> {
    var values: [Double?] = []
    for item in text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) {
      guard let more = steps(of: item), values.count + more.count <= stepLimit else {
        return .failure(Misspelt(item: String(item)))
      }
      values += more
    }
    return .success(SeriesNotation(values: values))
  }

  /// An item of a series that can't be read.
  public struct Misspelt: Error, Hashable, Sendable {
    /// The item.
    public let item: String
  }

  private static func steps(of item: Substring) -> [Double?]? {
    let parts = item.split(separator: "x", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2 else { return nil }
    var times = 0
    if parts.count == 2 {
      guard let number = Int(parts[1]), (0..<stepLimit).contains(number) else { return nil }
      times = number
    }
    if first == "_" { return Array(repeating: nil, count: parts.count == 2 ? times : 1) }
    guard let (start, step) = ramp(first) else { return nil }
    // A step without a count of steps has no meaning.
    if step != 0, parts.count == 1 { return nil }
    return (0...times).map { start + step * Double($0) }
  }

  /// `7`, `7+2` or `7-2`.
  private static func ramp(_ text: Substring) -> (start: Double, step: Double)? {
    if let value = finite(text) { return (value, 0) }
    // The sign of the step is the last one that does not begin the text and follows no exponent's `e`.
    var before: Character?
    var sign: Substring.Index?
    for index in text.indices {
      if text[index] == "+" || text[index] == "-", let letter = before, letter != "e", letter != "E" {
        sign = index
      }
      before = text[index]
    }
    guard let sign, let start = finite(text[..<sign]), let step = finite(text[sign...]) else { return nil }
    return (start, step)
  }

  private static func finite(_ text: Substring) -> Double? {
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
