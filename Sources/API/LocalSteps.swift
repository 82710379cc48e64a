import Model

/// Equal steps of the city's time: within a day they are counted from midnight, longer ones are whole days.
///
/// The last step of a day ends with the day: a day that has 23 or 25 hours, or that the steps don't divide, has a
/// shorter one.
struct LocalSteps: Hashable, Sendable {
  private let calendar: LocalCalendar
  private let length: Duration
  /// Whole days in a step; `nil` for a step within a day.
  private let days: Int?
  /// The day from which steps of several days are counted.
  private let firstDay: CivilDate

  private static let day = Duration.seconds(86_400)

  /// Steps of `length`; `nil` when that is longer than a day and not of whole days.
  init?(of length: Duration, from start: Timestamp, _ calendar: LocalCalendar) {
    let (nanoseconds, perDay) = (length.wholeNanoseconds, Self.day.wholeNanoseconds)
    guard nanoseconds < perDay || nanoseconds % perDay == 0 else { return nil }
    self.calendar = calendar
    self.length = length
    days = nanoseconds < perDay ? nil : Int(nanoseconds / perDay)
    firstDay = calendar.day(at: start)
  }

  /// The step that a moment lies in.
  func step(containing moment: Timestamp) -> Range<Timestamp> {
    let day = calendar.day(at: moment)
    if let days {
      let since = day.daysSinceEpoch - firstDay.daysSinceEpoch
      let offset = since >= 0 ? since % days : (days + since % days) % days
      let first = day.adding(days: -offset)
      return calendar.moment(first)..<calendar.moment(first.adding(days: days))
    }
    let today = calendar.period(.day, containing: moment)
    let into = (moment - today.lowerBound).wholeNanoseconds
    let start = today.lowerBound + .nanoseconds(into - into % length.wholeNanoseconds)
    return start..<min(start + length, today.upperBound)
  }
}
