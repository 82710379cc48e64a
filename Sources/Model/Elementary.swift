/// The elementary functions that the pure modules need, by their series.
///
/// The platform's own differ in the last bit from one C library to the next. These use nothing but IEEE 754
/// arithmetic, so that a seed gives the same city, and a history the same values, everywhere. Relative error
/// below 1e-13.
public enum Elementary {
  /// e to the power `x`.
  public static func exp(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    guard x < 700 else { return .infinity }
    let exponent = (x / ln2).rounded()
    let rest = (x - exponent * ln2High) - exponent * ln2Low
    var term = 1.0
    var sum = 1.0
    for n in 1...14 {
      term *= rest / Double(n)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(exponent), significand: sum)
  }

  /// The natural logarithm of `x`, which is positive.
  public static func log(_ x: Double) -> Double {
    var significand = x.significand
    var exponent = Double(x.exponent)
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let s = (significand - 1) / (significand + 1)
    let square = s * s
    var power = s
    var sum = s
    for n in stride(from: 3.0, through: 25.0, by: 2.0) {
      power *= square
      sum += power / n
    }
    return exponent * ln2 + 2 * sum
  }

  /// The decimal logarithm of `x`, which is positive.
  public static func log10(_ x: Double) -> Double { log(x) / 2.302_585_092_994_046 }

  /// The power of a level in decibels, as a ratio to that of 0 dB.
  public static func power(ofDecibels level: Double) -> Double { exp(level * 0.230_258_509_299_404_6) }

  /// The level in decibels of a power, which is positive, as a ratio to that of 0 dB.
  public static func decibels(_ power: Double) -> Double { 10 * log10(power) }

  /// The sine of `x` radians.
  public static func sin(_ x: Double) -> Double {
    var angle = x.remainder(dividingBy: 2 * .pi)
    if angle > .pi / 2 { angle = .pi - angle }
    if angle < -.pi / 2 { angle = -.pi - angle }
    let square = angle * angle
    var term = angle
    var sum = angle
    for n in stride(from: 2.0, through: 22.0, by: 2.0) {
      term *= -square / (n * (n + 1))
      sum += term
    }
    return sum
  }

  /// The cosine of `x` radians.
  public static func cos(_ x: Double) -> Double { sin(x + .pi / 2) }

  /// The arc tangent of `y / x` in radians, in the quadrant of the point: -pi to pi; 0 for the origin.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    if x == 0, y == 0 { return 0 }
    if abs(y) > abs(x) { return (y < 0 ? -.pi / 2 : .pi / 2) - atan(x / y) }
    if x > 0 { return atan(y / x) }
    return atan(y / x) + (y < 0 ? -.pi : .pi)
  }

  /// The arc sine of `x` in radians; `x` beyond the ends of -1 to 1 counts as the end.
  public static func asin(_ x: Double) -> Double {
    atan2(x, max(0, 1 - x * x).squareRoot())
  }

  /// The arc tangent of `x`, -1 to 1: the angle is halved three times, then the series.
  private static func atan(_ x: Double) -> Double {
    var z = x
    for _ in 0..<3 { z /= 1 + (1 + z * z).squareRoot() }
    let square = z * z
    var power = z
    var sum = z
    for n in stride(from: 3.0, through: 21.0, by: 2.0) {
      power *= -square
      sum += power / n
    }
    return 8 * sum
  }

  private static let ln2 = 0.693_147_180_559_945_3
  /// ln 2 in two parts, so that a multiple of it keeps its low bits (Cody and Waite).
  private static let ln2High = 0.693_147_180_369_123_8
  private static let ln2Low = 1.908_214_929_270_587_7e-10
}
