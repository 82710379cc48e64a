import Model
import Testing

@Suite struct LocalCalendarTests {
  /// Central European Time in 2026: summer from 29 March to 25 October, at 01:00 UTC.
  static let brussels = LocalCalendar(
    firstOffset: 3600,
    changes: [
      .init(at: moment("2026-03-29T01:00:00Z"), offset: 7200),
      .init(at: moment("2026-10-25T01:00:00Z"), offset: 3600),
    ],
    holidays: [
      .init(days: day("2026-07-21")...day("2026-07-21"), kind: .public, name: "Fête nationale"),
      .init(days: day("2026-07-04")...day("2026-08-23"), kind: .school, name: "Été"),
    ])

  static func moment(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? .distantPast }
  static func day(_ text: String) -> CivilDate {
    CivilDate(iso8601: text) ?? CivilDate(year: 1, month: 1, day: 1)
  }

  @Test(arguments: [
    ("2026-03-29T00:59:59Z", "2026-03-29", 7199),
    ("2026-03-29T01:00:00Z", "2026-03-29", 10_800),
    ("2026-10-25T00:30:00Z", "2026-10-25", 9000),
    ("2026-10-25T01:30:00Z", "2026-10-25", 9000),
    ("2026-12-31T23:30:00Z", "2027-01-01", 1800),
  ])
  func theWallClock(at text: String, showsDay day: String, second: Int) {
    let local = Self.brussels.localTime(at: Self.moment(text))
    #expect("\(local.day)" == day)
    #expect(local.second == second)
  }

  @Test func aTimeThatTheClocksPassOverIsTheMomentOfTheChange() {
    let moment = Self.brussels.moment(Self.day("2026-03-29"), second: 9000)
    #expect(moment == Self.moment("2026-03-29T01:00:00Z"))
  }

  @Test func ofATimeThatComesTwiceItIsTheFirst() {
    let moment = Self.brussels.moment(Self.day("2026-10-25"), second: 9000)
    #expect(moment == Self.moment("2026-10-25T00:30:00Z"))
  }

  @Test("Every quarter of an hour of a year is found again from what the clocks show")
  func thereAndBack() {
    var now = Self.moment("2026-01-01T00:00:00Z")
    while now < Self.moment("2027-01-01T00:00:00Z") {
      let (day, second) = Self.brussels.localTime(at: now)
      let back = Self.brussels.moment(day, second: second)
      let isSecondOfTwo =
        now >= Self.moment("2026-10-25T01:00:00Z") && now < Self.moment("2026-10-25T02:00:00Z")
      #expect(back == (isSecondOfTwo ? now - .seconds(3600) : now))
      now = now + .seconds(900)
    }
  }

  @Test(arguments: [
    (LocalCalendar.Period.day, "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
    (.day, "2026-10-24T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
    (.week, "2026-03-29T21:59:59Z", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
    (.month, "2026-10-31T22:59:59Z", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"),
    (.year, "2026-06-01T00:00:00Z", "2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"),
    (.hour, "2026-06-01T00:10:00.5Z", "2026-06-01T00:00:00Z", "2026-06-01T01:00:00Z"),
  ])
  func periods(_ period: LocalCalendar.Period, around text: String, from start: String, to end: String) {
    let found = Self.brussels.period(period, containing: Self.moment(text))
    #expect(found == Self.moment(start)..<Self.moment(end))
  }

  @Test func daysOff() {
    #expect(Self.brussels.isHoliday(Self.day("2026-07-21")))
    #expect(!Self.brussels.isHoliday(Self.day("2026-07-22")))
    #expect(Self.brussels.isHoliday(Self.day("2026-08-23"), .school))
    #expect(!Self.brussels.isHoliday(Self.day("2026-08-24"), .school))
  }

  @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-01", "+026-01-01", "2026-01-01 ", "", "20260101"])
  func noDay(_ text: String) { #expect(CivilDate(iso8601: text) == nil) }
}
