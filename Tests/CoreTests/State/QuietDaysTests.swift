@testable import Core
import Model
import Testing

/// Devices that report when something happens are quiet at night and at weekends.
@Suite struct QuietDaysTests {
  /// A Monday.
  private static let start = CivilDate(year: 2026, month: 5, day: 4)
  private static let calendar = LocalCalendar(
    firstOffset: 7200,
    holidays: [
      .init(
        days: CivilDate(year: 2026, month: 5, day: 14)...CivilDate(year: 2026, month: 5, day: 14),
        kind: .public, name: "Ascension Day")
    ])

  /// A device, and the moments and limits of its pauses.
  private struct Watched {
    var device = DeviceState()
    var today = Today()
    /// Pauses that were longer than allowed, by the day on which they began.
    var mistakes: [CivilDate] = []

    mutating func hear(at moment: Timestamp) {
      let silentSince = device.silentSince(within: .usual)
      if device.wasHeard, silentSince < moment { mistakes.append(calendar.day(at: device.heardAt)) }
      let pause = device.wasHeard ? moment - device.newestAt : nil
      if let pause { device.cadence.note(pause) }
      today.move(to: moment, calendar)
      device.quietDays.note(pause, until: today)
      device.heardAt = moment
      device.newestAt = moment
    }
  }

  /// Every ten minutes from 7 to 19 on days when people work.
  private static func hearWorkdays(_ days: Range<Int>, _ watched: inout Watched) {
    for number in days {
      let day = start.adding(days: number)
      if day.weekday >= 5 || calendar.isHoliday(day) { continue }
      for minute in stride(from: 7 * 60, to: 19 * 60, by: 10) {
        watched.hear(at: calendar.moment(day, second: 60 * minute))
      }
    }
  }

  @Test("Nights and weekends are learned: after the first night and weekend there is no mistake")
  func nightsAndWeekends() {
    var watched = Watched()
    Self.hearWorkdays(0..<35, &watched)
    #expect(watched.mistakes == [Self.start], "the first night can't be known")
  }

  @Test("One that falls silent is missed when it is quiet for half a night longer than ever")
  func silence() throws {
    var watched = Watched()
    Self.hearWorkdays(0..<30, &watched)
    let last = Self.start.adding(days: 29)
    #expect(last.weekday == 1)
    let limit = watched.device.silenceLimit(within: .usual)
    #expect(limit > .seconds(12 * 3600), "the night")
    let missed = watched.device.silentSince(within: .usual)
    #expect(missed < Self.calendar.moment(last.adding(days: 1), second: 14 * 3600))
  }

  @Test("What reports by the clock is watched by the clock")
  func clockwork() {
    var watched = Watched()
    let begin = Self.calendar.moment(Self.start)
    for number in 0..<(28 * 96) { watched.hear(at: begin + .seconds(900 * number)) }
    #expect(watched.mistakes == [])
    #expect(
      watched.device.silenceLimit(within: .usual) == watched.device.cadence.silenceLimit(within: .usual))
  }

  @Test("One outage teaches nothing")
  func outage() {
    var watched = Watched()
    let begin = Self.calendar.moment(Self.start)
    for number in 0..<(14 * 96) { watched.hear(at: begin + .seconds(900 * number)) }
    let before = watched.device.silenceLimit(within: .usual)
    watched.hear(at: begin + .seconds(900 * 14 * 96 + 40 * 3600))
    for number in 0..<200 { watched.hear(at: begin + .seconds(900 * (14 * 96 + number) + 41 * 3600)) }
    #expect(watched.device.silenceLimit(within: .usual) <= before * 5 / 3)
  }

  @Test("One outage in the first days does not leave the device unwatched on days of other types")
  func earlyOutage() {
    var watched = Watched()
    let begin = Self.calendar.moment(Self.start)
    // Monday to Friday, and of Tuesday nothing but its first hours.
    for number in 0..<(5 * 96) where !(120..<170).contains(number) {
      watched.hear(at: begin + .seconds(900 * number))
    }
    watched.hear(at: begin + .seconds(5 * 86_400))
    #expect(watched.today.type == .dayOffBeforeDayOff)
    #expect(watched.device.silenceLimit(within: .usual) < .seconds(4 * 3600))
  }

  @Test("No limit is above the ceiling or below the floor")
  func bounds() {
    let bounds = SilenceBounds(floor: .seconds(3600), ceiling: .seconds(7200))
    var watched = Watched()
    #expect(watched.device.silenceLimit(within: bounds) == bounds.ceiling, "nothing is known")
    Self.hearWorkdays(0..<1, &watched)
    #expect(watched.device.silenceLimit(within: bounds) == bounds.floor)
    Self.hearWorkdays(1..<21, &watched)
    #expect(watched.device.silenceLimit(within: bounds) == bounds.ceiling)
  }

  @Test("A public holiday is a day off, and so is the type of the evening before")
  func types() {
    let types = [0, 3, 4, 5, 6, 9, 10].map { Self.calendar.type(of: Self.start.adding(days: $0)) }
    #expect(
      types == [
        .workdayBeforeWorkday, .workdayBeforeWorkday, .workdayBeforeDayOff, .dayOffBeforeDayOff,
        .dayOffBeforeWorkday, .workdayBeforeDayOff, .dayOffBeforeWorkday,
      ])
  }
}
