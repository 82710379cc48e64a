/// A lithium battery: full for years, then suddenly not.
struct Battery: Sendable {
  /// What is left, in %.
  private(set) var charge: Double

  init(charge: Double) { self.charge = charge }

  /// One report costs this much, in %: a hundred thousand reports from full to empty.
  private static let costOfReport = 0.001

  mutating func report() { charge = max(0, charge - Self.costOfReport) }

  /// The voltage of one cell of Li-SOCl2: flat, and steep at the end.
  var voltage: Double { charge > 10 ? 3.45 + charge * 0.002 : 2.8 + charge * 0.067 }
}
