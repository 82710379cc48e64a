import Model

/// The type of a day, by when it is followed by people: what reports only when something happens is quiet at night,
/// and from the last evening before days off until they are over.
enum DayType: UInt8, CaseIterable, BitwiseCopyable {
  case workdayBeforeWorkday, workdayBeforeDayOff, dayOffBeforeDayOff, dayOffBeforeWorkday
}

extension LocalCalendar {
  /// The type of a day; Saturdays, Sundays and public holidays are off.
  func type(of day: CivilDate) -> DayType {
    func isOff(_ day: CivilDate) -> Bool { day.weekday >= 5 || isHoliday(day) }
    return switch (isOff(day), isOff(day.adding(days: 1))) {
    case (false, false): .workdayBeforeWorkday
    case (false, true): .workdayBeforeDayOff
    case (true, true): .dayOffBeforeDayOff
    case (true, false): .dayOffBeforeWorkday
    }
  }
}

/// A day of the city, worked out once for all messages of it.
struct Today: Sendable {
  private(set) var stretch = Timestamp.distantFuture..<Timestamp.distantFuture
  private(set) var number: Int32 = .min
  private(set) var type = DayType.workdayBeforeWorkday

  /// Makes it the day that `moment` lies in.
  mutating func move(to moment: Timestamp, _ calendar: LocalCalendar) {
    guard !stretch.contains(moment) else { return }
    let day = calendar.day(at: moment)
    stretch = calendar.period(.day, containing: moment)
    number = Int32(clamping: day.daysSinceEpoch)
    type = calendar.type(of: day)
  }
}

/// For how long a device is quiet at most, by the type of the day on which the quiet begins: the longest pause of each
/// of the last four days of a type.
///
/// Of three or four the second counts, so that one outage teaches nothing. A device that reports as a clock does has no pause
/// that ``Cadence`` does not know; one that reports events has its nights and weekends here.
struct QuietDays: BitwiseCopyable {
  private static let daysKept = 4
  /// How much longer than ever before a pause may be.
  private static let margin = 1.5
  /// A device with pauses so many times as long as its cadence allows, on more than one day, reports events, not time.
  private static let eventful = 2.0

  private var day: Int32 = .min
  /// In minutes, by type; 0 for a day that is not there. The newest first.
  private var longest = InlineArray<4, InlineArray<4, UInt16>>(repeating: InlineArray(repeating: 0))
  private var longestToday: UInt16 = 0
  private var type = DayType.workdayBeforeWorkday

  /// A message came on `today`, after a pause; `nil` for the first.
  mutating func note(_ pause: Duration?, until today: Today) {
    if let pause {
      let minutes = UInt16(clamping: Int(pause.inSeconds.rounded(.up)) / 60 + 1)
      longestToday = max(longestToday, minutes)
    }
    guard today.number != day else { return }
    if longestToday > 0 { endDay() }
    day = today.number
    type = today.type
    longestToday = 0
  }

  private mutating func endDay() {
    let row = Int(type.rawValue)
    for index in (1..<Self.daysKept).reversed() { longest[row][index] = longest[row][index - 1] }
    longest[row][0] = longestToday
  }

  /// How long the pause that runs now may be.
  /// - Parameters:
  ///   - usual: what the cadence allows.
  ///   - ceiling: the most.
  /// - Returns: a time that is at least `usual`.
  func limit(usual: Duration, ceiling: Duration) -> Duration {
    if let longest = longest(type) { return max(usual, min(longest * Self.margin, ceiling)) }
    // No such day has been yet. Where others had long pauses, so may this.
    return daysQuiet(forLongerThan: usual * Self.eventful) > 1 ? max(usual, ceiling) : usual
  }

  private func daysQuiet(forLongerThan length: Duration) -> Int {
    let minutes = length.inSeconds / 60
    var count = 0
    for row in longest.indices {
      for index in 0..<Self.daysKept where Double(longest[row][index]) > minutes { count += 1 }
    }
    return count
  }

  /// The longest pause that can be relied on; `nil` before there was such a day.
  private func longest(_ type: DayType) -> Duration? {
    var (first, second): (UInt16, UInt16) = (0, 0)
    var count = 0
    let row = longest[Int(type.rawValue)]
    for index in 0..<Self.daysKept where row[index] > 0 {
      count += 1
      if row[index] > first {
        (first, second) = (row[index], first)
      } else {
        second = max(second, row[index])
      }
    }
    guard first > 0 else { return nil }
    return .seconds(60 * Int(count > 2 ? second : first))
  }

  /// How long the pause that runs now may be where outages are common: what every day of this type had, or, while there are not
  /// two of it, every day of any. Nothing before there were two days.
  var recurring: Duration {
    let ofType = least(Int(type.rawValue)..<Int(type.rawValue) + 1)
    let found = ofType.days > 1 ? ofType : least(longest.indices)
    return found.days > 1 ? .seconds(60 * Int(found.minutes)) * Self.margin : .zero
  }

  /// The shortest of the longest pauses of the days of some types, and how many days there are.
  private func least(_ types: Range<Int>) -> (minutes: UInt16, days: Int) {
    var minutes = UInt16.max
    var days = 0
    for row in types {
      for index in 0..<Self.daysKept where longest[row][index] > 0 {
        days += 1
        minutes = min(minutes, longest[row][index])
      }
    }
    return (minutes, days)
  }
}
