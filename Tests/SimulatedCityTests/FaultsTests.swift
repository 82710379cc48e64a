import Testing

@testable import SimulatedCity

@Suite struct FaultsTests {
  @Test func readsProbabilities() throws {
    let faults = try Faults("loss=0.02,rejoin=1")
    #expect(faults.loss == 0.02)
    #expect(faults.rejoin == 1)
    #expect(faults.duplicate == 0)
    #expect(try Faults("") == Faults())
  }

  @Test(arguments: ["loss", "lost=0.1", "loss=2", "loss=-0.1", "loss=x", "loss=nan"])
  func refuses(_ text: String) {
    #expect(throws: FaultsError.self) { try Faults(text) }
  }
}
