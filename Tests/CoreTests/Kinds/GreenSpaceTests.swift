@testable import Core
import Model
import Testing

@Suite struct GreenSpaceTests {
  private func standing(_ moisture: Double, _ parameters: [String: String] = [:]) -> Standing {
    EventTimeline<GreenSpace>.standing(
      [Reading(.soilMoisture, moisture, at: noon)], GreenSpace.Terms(Parameters(parameters)))
  }

  @Test("Loam: water between 12 and 25 %; below half of it the root zone of 300 mm is filled up")
  func loam() {
    #expect(standing(25)[.availableWater] == [100])
    #expect(standing(18.5)[.availableWater] == [50])
    #expect(standing(5)[.availableWater] == [0])
    #expect(standing(40)[.availableWater] == [100])
    #expect(standing(18.5)[.wateringNeed] == [0])
    #expect(standing(15)[.wateringNeed] == [30], "10 % of 300 mm")
  }

  @Test("Soil that lingers at its limit needs water until it has clearly got some")
  func lingering() {
    let moistures = [18.6, 18.4, 18.6, 18.9, 19.2, 18.6, 18.4]
    let readings = moistures.enumerated().map { Reading(.soilMoisture, $1, at: noon + .seconds($0 * 3600)) }
    let needs = EventTimeline<GreenSpace>.standing(readings, GreenSpace.Terms(Parameters()))[.wateringNeed]
    #expect(needs.map { $0 > 0 } == [false, true, true, true, false, false, true])
  }

  @Test("Other soils and roots, and limits of one's own")
  func otherSoils() {
    #expect(standing(12, ["soil": "sand"])[.availableWater] == [100])
    #expect(standing(26, ["soil": "clay", "root_mm": "600"])[.wateringNeed] == [60])
    let own = ["field_capacity_percent": "30", "wilting_point_percent": "10", "depletion_percent": "20"]
    #expect(standing(25, own)[.wateringNeed] == [15])
    #expect(standing(20, ["field_capacity_percent": "10"])[.availableWater].isEmpty, "it can't be so")
  }
}
