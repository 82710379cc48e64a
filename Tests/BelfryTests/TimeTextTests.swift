import Foundation
import Model
import Testing

@testable import belfry

@Suite struct TimeTextTests {
  private let now = Timestamp(seconds: 1_777_889_472)

  @Test(arguments: [
    (0.0, "now"), (0.9, "now"), (1, "1 s ago"), (59, "59 s ago"), (60, "1 min ago"), (3599, "59 min ago"),
    (3600, "1 h ago"), (172_799, "47 h ago"), (172_800, "2 d ago"), (63_071_999, "729 d ago"),
    (63_072_000, "2 y ago"), (-30, "in 30 s"), (-7200, "in 2 h"),
  ])
  func ago(seconds: Double, expected: String) {
    #expect(TimeText.ago(now - .seconds(seconds), now: now) == expected)
  }

  @Test func neverIsVeryLongAgo() {
    #expect(TimeText.ago(.distantPast, now: now).hasSuffix(" y ago"))
  }

  @Test func timesAreThoseOfThePlace() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Brussels"))
    #expect(TimeText.date(now, zone: zone) == "2026-05-04 12:11:12")
    #expect(TimeText.clock(now, zone: zone) == "12:11:12")
    let winter = Timestamp(seconds: 1_767_225_600)
    #expect(TimeText.date(winter, zone: zone) == "2026-01-01 01:00:00")
  }
}
