import Model
import Testing

@Suite struct OpeningHoursTests {
  let brussels = LocalCalendarTests.brussels

  private func isOpen(_ hours: String, at text: String) throws -> Bool {
    try OpeningHours(hours).isOpen(at: LocalCalendarTests.moment(text), brussels)
  }

  @Test(arguments: [
    ("Mo-Sa 08:00-18:00", "2026-06-01T06:00:00Z", true),  // Monday, 08:00 in Brussels
    ("Mo-Sa 08:00-18:00", "2026-06-01T05:59:59Z", false),
    ("Mo-Sa 08:00-18:00", "2026-06-01T16:00:00Z", false),
    ("Mo-Sa 08:00-18:00", "2026-05-31T10:00:00Z", false),  // Sunday
    ("Mo-Fr 08:00-12:00,13:00-17:00", "2026-06-01T10:30:00Z", false),
    ("Mo-Fr 08:00-12:00,13:00-17:00", "2026-06-01T11:00:00Z", true),
    ("Sa-Mo", "2026-05-31T10:00:00Z", true),
    ("Sa-Mo", "2026-06-02T10:00:00Z", false),
    ("Fr 22:00-06:00", "2026-06-06T03:59:00Z", true),  // Saturday, before 06:00
    ("Fr 22:00-06:00", "2026-06-06T04:00:00Z", false),
    ("Fr 22:00-06:00", "2026-06-06T21:00:00Z", false),
    ("Mo-Fr 08:00-24:00", "2026-06-01T21:59:59Z", true),
    ("24/7", "2026-06-01T03:00:00Z", true),
    ("08:00-09:00", "2026-05-31T06:30:00Z", true),
    ("Mo-Fr 08:00-17:00; PH off", "2026-07-21T10:00:00Z", false),
    ("Mo-Fr 08:00-17:00; PH off", "2026-07-22T10:00:00Z", true),
    ("Mo-Fr 08:00-17:00; SH 10:00-12:00", "2026-07-22T07:00:00Z", false),
    ("Mo-Fr 08:00-17:00; SH 10:00-12:00", "2026-07-22T08:00:00Z", true),
    ("Mo-Fr 08:00-17:00; We off", "2026-06-03T10:00:00Z", false),
  ])
  func open(_ hours: String, at text: String, is expected: Bool) throws {
    #expect(try isOpen(hours, at: text) == expected)
  }

  @Test("The night of the change in spring has an hour less, that of autumn one more")
  func nightsOfChange() throws {
    let hours = try OpeningHours("22:00-06:00")
    let spring = LocalCalendarTests.moment("2026-03-28T11:00:00Z")
    let autumn = LocalCalendarTests.moment("2026-10-24T11:00:00Z")
    #expect(hours.openTime(in: spring..<spring + .seconds(86_400), brussels) == .seconds(7 * 3600))
    #expect(hours.openTime(in: autumn..<autumn + .seconds(86_400), brussels) == .seconds(9 * 3600))
  }

  @Test("The open parts are those at which it is open, minute by minute")
  func partsAndMoments() throws {
    for text in ["Mo-Sa 08:00-18:00; PH off", "22:00-06:00", "Fr,Sa 20:00-24:00; Su 00:00-04:00", "Mo-We"] {
      let hours = try OpeningHours(text)
      let start = LocalCalendarTests.moment("2026-10-19T00:17:00Z")
      let stretch = start..<start + .seconds(9 * 86_400)
      let parts = hours.open(in: stretch, brussels)
      var now = start
      while now < stretch.upperBound {
        #expect(parts.contains { $0.contains(now) } == hours.isOpen(at: now, brussels), "\(text) at \(now)")
        now = now + .seconds(60)
      }
    }
  }

  @Test(arguments: [
    "Mo-Fr 8-17", "Mo-Fr 08:00", "Monday 08:00-17:00", "Mo-Fr 25:00-26:00", "Mo 08:60-09:00", "", "Mo-Fr;",
    "Mo-Fr 08:00-09:00 10:00-11:00", "Mo-Tu-We", "24:00-25:00",
  ])
  func refused(_ text: String) {
    #expect(throws: OpeningHoursError.self) { try OpeningHours(text) }
  }
}
