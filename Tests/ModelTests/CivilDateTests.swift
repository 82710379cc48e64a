import Model
import Testing

@Suite struct CivilDateTests {
  @Test("Every day of the range follows the day before it, by a calendar that is counted by hand")
  func everyDay() {
    var expected = CivilDate(year: 1678, month: 1, day: 1)
    let first = expected.daysSinceEpoch
    let last = CivilDate(year: 2261, month: 12, day: 31).daysSinceEpoch
    #expect(first == -106_650)
    #expect(last == 106_650)
    var wrong: [CivilDate] = []
    for day in first...last {
      let date = CivilDate(daysSinceEpoch: day)
      if date != expected || date.daysSinceEpoch != day { wrong.append(date) }
      expected = next(expected)
    }
    #expect(wrong.isEmpty)
    #expect(expected == CivilDate(year: 2262, month: 1, day: 1))
  }

  private func next(_ date: CivilDate) -> CivilDate {
    let isLeapYear = date.year % 400 == 0 || (date.year % 4 == 0 && date.year % 100 != 0)
    let days = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if date.day < days[date.month - 1] {
      return CivilDate(year: date.year, month: date.month, day: date.day + 1)
    }
    return date.month < 12
      ? CivilDate(year: date.year, month: date.month + 1, day: 1)
      : CivilDate(year: date.year + 1, month: 1, day: 1)
  }

  @Test("Days of the week, Monday is 0")
  func weekdays() {
    #expect(CivilDate(year: 1970, month: 1, day: 1).weekday == 3)
    #expect(CivilDate(year: 1969, month: 12, day: 31).weekday == 2)
    #expect(CivilDate(year: 2026, month: 5, day: 4).weekday == 0)
    #expect(CivilDate(year: 2000, month: 2, day: 29).weekday == 1)
    #expect(CivilDate(year: 1789, month: 7, day: 14).weekday == 1)
    #expect(CivilDate(year: 1678, month: 1, day: 1).weekday == 5)
    let week = (-14..<14).map { CivilDate(daysSinceEpoch: $0).weekday }
    #expect(week == (0..<28).map { ($0 + 3) % 7 })
  }

  @Test("The calendar goes on before the year 0")
  func longAgo() {
    #expect(CivilDate(daysSinceEpoch: -719_529) == CivilDate(year: -1, month: 12, day: 31))
    for day in stride(from: -1_000_000, to: 0, by: 997) {
      #expect(CivilDate(daysSinceEpoch: day).daysSinceEpoch == day)
    }
  }

  @Test func lengthsOfMonths() {
    #expect((1...12).map { CivilDate.daysIn(month: $0, year: 2026) }.reduce(0, +) == 365)
    #expect((1...12).map { CivilDate.daysIn(month: $0, year: 2028) }.reduce(0, +) == 366)
    #expect(CivilDate.daysIn(month: 2, year: 1900) == 28)
    #expect(CivilDate.daysIn(month: 2, year: 2000) == 29)
  }

  @Test func prints() {
    #expect(CivilDate(year: 2026, month: 5, day: 4).description == "2026-05-04")
    #expect(CivilDate(year: 987, month: 12, day: 31).description == "0987-12-31")
  }
}
