@testable import Core
import Model
import Testing

@Suite struct FillLevelTests {
  @Test(arguments: [(1500, 0), (200, 100), (850, 50), (460, 80), (1600, 0), (100, 100), (0, 100)])
  func level(distance: Double, level: Double) throws {
    let geometry = try #require(FillLevel(Parameters(["empty_mm": "1500", "full_mm": "200"])))
    #expect(geometry.level(distance: distance) == level)
  }

  /// A sensor under a tank measures up to the surface.
  @Test(arguments: [(50, 0), (0, 0), (1050, 50), (2050, 100), (2100, 100)])
  func levelFromBelow(distance: Double, level: Double) throws {
    let geometry = try #require(FillLevel(Parameters(["empty_mm": "50", "full_mm": "2050"])))
    #expect(geometry.level(distance: distance) == level)
  }

  @Test(
    "Without a geometry there is no level",
    arguments: [
      [:], ["empty_mm": "1500"], ["full_mm": "200"],
      ["empty_mm": "200", "full_mm": "200"], ["empty_mm": "x", "full_mm": "200"],
    ])
  func noGeometry(parameters: [String: String]) {
    #expect(FillLevel(Parameters(parameters)) == nil)
  }
}
