import Foundation
import Model
import Randomness
import Testing

@Suite struct ElementaryTests {
  @Test func agreesWithThePlatform() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<5000 {
      let x = Double.random(in: -40...40, using: &random)
      #expect(abs(Elementary.exp(x) / exp(x) - 1) < 1e-13)
      #expect(abs(Elementary.sin(x) - sin(x)) < 1e-13)
      #expect(abs(Elementary.cos(x) - cos(x)) < 1e-13)
      let positive = exp(x)
      #expect(abs(Elementary.log(positive) - log(positive)) < 1e-13 * max(1, abs(x)))
      #expect(abs(Elementary.log10(positive) - log10(positive)) < 1e-13 * max(1, abs(x)))
      let y = Double.random(in: -40...40, using: &random)
      #expect(abs(Elementary.atan2(y, x) - atan2(y, x)) < 1e-13)
      #expect(abs(Elementary.asin(x / 40) - asin(x / 40)) < 1e-13)
    }
  }

  @Test func theEnds() {
    #expect(Elementary.atan2(0, 0) == 0)
    #expect(abs(Elementary.atan2(0, -1) - .pi) < 1e-13)
    #expect(abs(Elementary.atan2(-1, 0) + .pi / 2) < 1e-13)
    #expect(abs(Elementary.asin(1.000_000_1) - .pi / 2) < 1e-13)
  }
}
