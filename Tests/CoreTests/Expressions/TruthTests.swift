@testable import Core
import Testing

@Suite("Kleene's strong logic of indeterminacy") struct TruthTests {
  private func number(_ truth: Bool?) -> Double { truth.map { Truth.of($0) } ?? Truth.unknown }
  private func truth(_ number: Double) -> Bool? { number.isNaN ? nil : number == Truth.yes }

  @Test(
    arguments: [
      (true, true, true, true), (true, false, false, true), (true, nil, nil, true),
      (false, true, false, true), (false, false, false, false), (false, nil, false, nil),
      (nil, true, nil, true), (nil, false, false, nil), (nil, nil, nil, nil),
    ] as [(Bool?, Bool?, Bool?, Bool?)])
  func andOr(a: Bool?, b: Bool?, both: Bool?, either: Bool?) {
    #expect(truth(Truth.and(number(a), number(b))) == both)
    #expect(truth(Truth.or(number(a), number(b))) == either)
    let byDeMorgan = Truth.not(Truth.or(Truth.not(number(a)), Truth.not(number(b))))
    #expect(truth(byDeMorgan) == both)
  }

  @Test func not() {
    #expect(Truth.not(Truth.yes) == Truth.no)
    #expect(Truth.not(Truth.no) == Truth.yes)
    #expect(Truth.not(Truth.unknown).isNaN)
  }

  @Test func comparisonsWithTheUnknownAreUnknown() {
    for (a, b) in [(1, Double.nan), (.nan, 1), (.nan, .nan)] {
      #expect(Truth.compare(a, b, <).isNaN)
      #expect(Truth.compare(a, b, !=).isNaN)
    }
    #expect(Truth.compare(1, 2, <) == Truth.yes)
    #expect(Truth.compare(2, 2, <) == Truth.no)
  }
}
