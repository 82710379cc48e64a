/// A lithium battery: full for years, then suddenly not.
struct Battery: Sendable {
  /// What is left, in %.
  private(set) var charge: Double
  /// What one report costs, in %.
  private let costOfReport: Double

  /// Below this people should think of a new one, in %.
  static let lowCharge = 20.0

  /// A battery that has been in use for a while. A good one lasts for a hundred thousand reports; one in
  /// thirty has a fault and is empty within weeks.
  init(_ random: inout RandomSource) {
    charge = random.uniform(35...100)
    costOfReport = random.chance(0.03) ? random.uniform(0.02...0.1) : random.uniform(0.0005...0.0015)
  }

  mutating func report() { charge = max(0, charge - costOfReport) }

  /// The voltage of one cell of Li-SOCl2: flat, and steep at the end.
  var voltage: Double { charge > 10 ? 3.45 + charge * 0.002 : 2.8 + charge * 0.067 }
}
