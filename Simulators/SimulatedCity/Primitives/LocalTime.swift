import Model

/// What the clock on the wall says: the day and the time of day that people live by.
struct LocalTime: Hashable, Sendable {
  /// Whole local days since 1970-01-01.
  let day: Int
  /// Seconds since local midnight, 0 to 86,400.
  let secondOfDay: Double

  init(_ at: Timestamp, utcOffset: Duration) {
    let seconds = (at + utcOffset).secondsSinceEpoch
    let days = (seconds / 86_400).rounded(.down)
    day = Int(days)
    secondOfDay = seconds - days * 86_400
  }

  /// Hours since local midnight, with fraction.
  var hour: Double { secondOfDay / 3600 }
  /// 0 for Monday to 6 for Sunday.
  var weekday: Int { CivilDate(daysSinceEpoch: day).weekday }
  /// Monday to Friday.
  var isWorkday: Bool { weekday < 5 }
  /// 0 on the first of January.
  var dayOfYear: Int {
    day - CivilDate(year: CivilDate(daysSinceEpoch: day).year, month: 1, day: 1).daysSinceEpoch
  }
}
