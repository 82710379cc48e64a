import Model
import Testing
import Wire

@testable import belfry

@Suite struct IndicatorTextTests {
  private func lines(
    _ from: String, _ to: String, at: String? = nil, revision: Int = 1
  ) throws -> String {
    let start = WireTime(try #require(Timestamp(rfc3339: from)))
    let end = WireTime(try #require(Timestamp(rfc3339: to)))
    let moment = WireTime(try #require(Timestamp(rfc3339: at ?? to)))
    let indicator = IndicatorObject(
      name: "air-no2", title: "Nitrogen dioxide", dimension: "environment", scope: "city",
      value: revision == 0 ? nil : 19.5, unit: "ug/m3", at: moment, period: .init(from: start, to: end),
      coverage: 0.97, provisional: true, revision: revision,
      target: .init(atMost: 20, atLeast: nil, by: "2030-01-01"), status: "met", trend: nil)
    return IndicatorText(.plain).fields(indicator).lines(width: 80, .plain).joined(separator: "\n")
  }

  @Test("A period is told in the city's days, wherever the person sits")
  func days() throws {
    #expect(try lines("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z").contains("2026-01-01 to 2026-12-31"))
    let day = try lines("2026-07-01T04:00:00Z", "2026-07-02T04:00:00Z")
    #expect(day.contains("2026-07-01") && !day.contains(" to 2026-07-02"))
    // New Zealand in summer.
    #expect(try lines("2026-01-14T11:00:00Z", "2026-01-15T11:00:00Z").contains("2026-01-15"))
  }

  @Test("An entered value is of a day, and has no time of the day")
  func entered() throws {
    let day = try lines("2026-03-30T22:00:00Z", "2026-03-31T22:00:00Z", at: "2026-03-30T22:00:00Z")
    #expect(day.contains("2026-03-31") && !day.contains("2026-03-30") && !day.contains(":00:00"))
  }

  @Test("While a period lasts there stands how far it has come")
  func running() throws {
    let month = try lines("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", at: "2026-01-10T12:17:00Z")
    #expect(month.contains("2026-01-01 to 2026-01-31") && month.contains(":17:00"))
    #expect(try !lines("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z").contains(":00:00"))
  }

  @Test("Before the first value there is no time of it")
  func none() throws {
    #expect(try !lines("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z", revision: 0).contains("2026-01-01 to"))
  }
}
