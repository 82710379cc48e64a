@testable import Core
import Model
import Testing

@Suite struct SolarAltitudeTests {
  private func altitude(_ at: String, _ latitude: Double, _ longitude: Double) throws -> Double {
    let place = try #require(Location(latitude: latitude, longitude: longitude))
    return SolarAltitude.degrees(at: try #require(Timestamp(rfc3339: at)), place)
  }

  @Test("At the solstices and the equinox of 2026 the sun stands over a tropic or the equator")
  func overhead() throws {
    #expect(try altitude("2026-06-21T08:24:00Z", 23.436, 54.46) > 89.9)
    #expect(try altitude("2026-12-21T20:50:00Z", -23.436, -132.96) > 89.9)
    #expect(try altitude("2026-03-20T14:46:00Z", 0, -39.62) > 89.9)
  }

  @Test(
    "Sunrise and sunset in Liège as calendars print them: the upper edge, with refraction",
    arguments: [
      "2026-06-21T03:26:00Z", "2026-06-21T19:55:00Z", "2026-12-21T07:38:00Z", "2026-12-21T15:36:00Z",
    ])
  func riseAndSet(at: String) throws {
    #expect(abs(try altitude(at, 50.633, 5.567) + 0.833) < 0.5)
  }

  @Test("J. Meeus, example 25.a: the declination of the sun on 13 October 1992 is -7.785 degrees")
  func declination() throws {
    // At the pole the altitude is the declination.
    #expect(abs(try altitude("1992-10-13T00:00:00Z", 90, 0) + 7.785) < 0.003)
  }
}
