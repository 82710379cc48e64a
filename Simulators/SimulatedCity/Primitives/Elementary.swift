/// The elementary functions that the simulation needs, by their series.
///
/// The platform's own differ in the last bit from one C library to the next. These use nothing but IEEE 754
/// arithmetic, so that a seed gives the same city everywhere. Relative error below 1e-13.
enum Elementary {
  /// e to the power `x`.
  static func exp(_ x: Double) -> Double {
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
  static func log(_ x: Double) -> Double {
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
  static func log10(_ x: Double) -> Double { log(x) / 2.302_585_092_994_046 }

  /// The sine of `x` radians.
  static func sin(_ x: Double) -> Double {
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
  static func cos(_ x: Double) -> Double { sin(x + .pi / 2) }

  private static let ln2 = 0.693_147_180_559_945_3
  /// ln 2 in two parts, so that a multiple of it keeps its low bits (Cody and Waite).
  private static let ln2High = 0.693_147_180_369_123_8
  private static let ln2Low = 1.908_214_929_270_587_7e-10
}
