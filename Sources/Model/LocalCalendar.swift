/// The city's wall clock and calendar.
///
/// The offsets of its time zone and its holidays came in as data: what a day of the city is does not depend
/// on the machine that asks, and a replay in ten years finds the same hours.
public struct LocalCalendar: Hashable, Sendable {
  /// A moment from which local time has another offset.
  public struct OffsetChange: Hashable, Sendable, BitwiseCopyable {
    /// The first moment with the new offset.
    public let at: Timestamp
    /// Local time minus UTC from then on, in seconds.
    public let offset: Int

    /// A change of offset.
    public init(at: Timestamp, offset: Int) {
      self.at = at
      self.offset = offset
    }
  }

  /// A stretch of days with a name.
  public struct Holiday: Hashable, Sendable {
    /// Who has a day off.
    public enum Kind: String, CaseIterable, Sendable {
      /// Nearly everybody: `PH` in opening hours.
      case `public`
      /// Pupils: `SH` in opening hours.
      case school
    }

    /// The days, first and last included.
    public let days: ClosedRange<CivilDate>
    /// Who has them off.
    public let kind: Kind
    /// What people call it.
    public let name: String

    /// A holiday.
    public init(days: ClosedRange<CivilDate>, kind: Kind, name: String) {
      self.days = days
      self.kind = kind
      self.name = name
    }
  }

  private let firstOffset: Int
  private let changes: [OffsetChange]
  /// The days off, as they were given.
  public let holidays: [Holiday]
  private let daysOff: [Holiday.Kind: Set<CivilDate>]

  /// A calendar.
  /// - Parameters:
  ///   - firstOffset: local time minus UTC before the first change, in seconds.
  ///   - changes: the changes of the offset, in order of time.
  ///   - holidays: the days off.
  public init(firstOffset: Int, changes: [OffsetChange] = [], holidays: [Holiday] = []) {
    self.firstOffset = firstOffset
    self.changes = changes
    self.holidays = holidays
    daysOff = Dictionary(grouping: holidays, by: \.kind).mapValues { list in
      Set(
        list.flatMap { holiday in
          (holiday.days.lowerBound.daysSinceEpoch...holiday.days.upperBound.daysSinceEpoch)
            .map { CivilDate(daysSinceEpoch: $0) }
        })
    }
  }

  /// Coordinated Universal Time, without a day off.
  public static let utc = LocalCalendar(firstOffset: 0)

  // MARK: - Wall clock

  /// Local time minus UTC at a moment, in seconds.
  public func offset(at moment: Timestamp) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= moment { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : changes[low - 1].offset
  }

  /// What the city's clocks show: the day, and the second of it (0 to 86,399).
  public func localTime(at moment: Timestamp) -> (day: CivilDate, second: Int) {
    let seconds = moment.nanoseconds.floorDivided(by: 1_000_000_000) + Int64(offset(at: moment))
    let days = seconds.floorDivided(by: 86_400)
    return (CivilDate(daysSinceEpoch: Int(days)), Int(seconds - days * 86_400))
  }

  /// The day in the city.
  public func day(at moment: Timestamp) -> CivilDate { localTime(at: moment).day }

  /// The moment at which the clocks of `day` show `second`.
  ///
  /// A time that the clocks pass over in spring is the moment of the change; one that they show twice in
  /// autumn is the first of the two. `second` may reach into the next days: 86,400 is the day's end.
  public func moment(_ day: CivilDate, second: Int = 0) -> Timestamp {
    let local = Int64(day.daysSinceEpoch) * 86_400 + Int64(second)
    let guess = Timestamp(seconds: local)
    let before = offset(at: guess - .seconds(86_400))
    let after = offset(at: guess + .seconds(86_400))
    let early = Timestamp(seconds: local - Int64(before))
    if before == after || offset(at: early) == before { return early }
    let late = Timestamp(seconds: local - Int64(after))
    if offset(at: late) == after { return late }
    return changes.first { $0.at > late }?.at ?? early
  }

  // MARK: - Days off

  /// Whether `day` is a holiday of this kind.
  public func isHoliday(_ day: CivilDate, _ kind: Holiday.Kind = .public) -> Bool {
    daysOff[kind]?.contains(day) ?? false
  }

  // MARK: - Periods

  /// A stretch of the calendar.
  public enum Period: String, CaseIterable, Sendable {
    case hour, day
    /// From Monday.
    case week
    case month, year
  }

  /// The period that `moment` lies in, from its first moment up to the first of the next one.
  ///
  /// A day has 23 or 25 hours when the clocks change. An hour is one of the clock's: in autumn one of them
  /// comes twice, and they are two.
  public func period(_ period: Period, containing moment: Timestamp) -> Range<Timestamp> {
    let (day, second) = localTime(at: moment)
    switch period {
    case .hour:
      let into = Duration.seconds(second % 3600)
      let nanoseconds =
        moment.nanoseconds - moment.nanoseconds.floorDivided(by: 1_000_000_000) * 1_000_000_000
      let start = moment - into - .nanoseconds(nanoseconds)
      return start..<start + .seconds(3600)
    case .day: return self.moment(day)..<self.moment(day.adding(days: 1))
    case .week:
      let monday = day.adding(days: -day.weekday)
      return self.moment(monday)..<self.moment(monday.adding(days: 7))
    case .month:
      let next =
        day.month == 12
        ? CivilDate(year: day.year + 1, month: 1, day: 1)
        : CivilDate(year: day.year, month: day.month + 1, day: 1)
      return self.moment(CivilDate(year: day.year, month: day.month, day: 1))..<self.moment(next)
    case .year:
      return self.moment(
        CivilDate(year: day.year, month: 1, day: 1))..<self.moment(
          CivilDate(year: day.year + 1, month: 1, day: 1))
    }
  }
}
