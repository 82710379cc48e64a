@testable import Core
import Model
import Testing

@Suite struct PowerSavingTests {
  @Test(arguments: [(150, 0), (75, 50), (45.75, 69.5), (0, 100), (300, -100), (9000, -1000)])
  func saving(power: Double, saving: Double) throws {
    let baseline = try #require(PowerSaving(Parameters(["full_w": "150"])))
    #expect(abs(baseline.saving(power: power) - saving) < 1e-9)
  }

  @Test(arguments: [[:], ["full_w": "0"], ["full_w": "x"], ["rated_w": "70"]])
  func noBaseline(parameters: [String: String]) {
    #expect(PowerSaving(Parameters(parameters)) == nil)
  }

  @Test func isALiveReading() throws {
    var town = try Town(.luminaire, parameters: ["full_w": "150"])
    let outcome = town.apply(uplink([Reading(.power, 45, at: noon)], receivedAt: noon))
    #expect(
      outcome.readings.map(\.reading) == [Reading(.power, 45, at: noon), Reading(.powerSaving, 70, at: noon)])
    #expect(town.values()[.powerSaving] == 70)
  }
}
