/// Kleene's three-valued logic in a number: 1 is true, 0 is false, not-a-number is unknown.
///
/// A missing value is unknown and stays unknown through arithmetic, which is what IEEE 754 does with NaN
/// anyway; so truth and value share one representation and evaluation has no branches for "missing".
enum Truth {
  static let yes = 1.0
  static let no = 0.0
  static let unknown = Double.nan

  @inline(__always) static func of(_ condition: Bool) -> Double { condition ? yes : no }

  /// False if either is false; else unknown if either is unknown.
  @inline(__always) static func and(_ a: Double, _ b: Double) -> Double {
    if a == no || b == no { return no }
    return a.isNaN || b.isNaN ? unknown : yes
  }

  /// True if either is true; else unknown if either is unknown.
  @inline(__always) static func or(_ a: Double, _ b: Double) -> Double {
    if a == yes || b == yes { return yes }
    return a.isNaN || b.isNaN ? unknown : no
  }

  @inline(__always) static func not(_ a: Double) -> Double { a.isNaN ? unknown : of(a == no) }

  /// `body` of the two values; unknown if either is.
  @inline(__always) static func compare(_ a: Double, _ b: Double, _ body: (Double, Double) -> Bool) -> Double
  {
    a.isNaN || b.isNaN ? unknown : of(body(a, b))
  }
}
