import Foundation
import Model
import Testing

@testable import SimulatedCity

@Suite struct SunTests {
  /// The sun's altitude in degrees.
  private func altitude(_ at: String, _ latitude: Double, _ longitude: Double) throws -> Double {
    let place = try #require(Location(latitude: latitude, longitude: longitude))
    let time = try #require(Timestamp(rfc3339: at))
    return asin(Sun.sineOfAltitude(time, place)) * 180 / .pi
  }

  /// From the solstice and equinox instants of the almanac: the sun stands over a tropic, or the equator.
  @Test func standsOverTheTropicAtTheSolstice() throws {
    // 2026-06-21 08:24 UTC; the subsolar longitude is (12 h - time) * 15 corrected by the equation of time.
    #expect(try altitude("2026-06-21T08:24:00Z", 23.436, 54.46) > 89.9)
    #expect(try altitude("2026-12-21T20:50:00Z", -23.436, -132.96) > 89.9)
    #expect(try altitude("2026-03-20T14:46:00Z", 0, -39.62) > 89.9)
  }

  /// Sunrise and sunset in Liège as printed in calendars: the upper edge, with refraction (-0.833 degrees).
  @Test(arguments: [
    "2026-06-21T03:26:00Z", "2026-06-21T19:55:00Z", "2026-12-21T07:38:00Z", "2026-12-21T15:36:00Z",
  ])
  func risesAndSetsOverLiege(_ at: String) throws {
    #expect(abs(try altitude(at, 50.633, 5.567) + 0.833) < 0.5)
  }
}
