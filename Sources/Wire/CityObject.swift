public import Model

/// `GET /v1/city`: the city as a whole.
public struct CityObject: Codable, Equatable, Sendable {
  /// A stretch of days off.
  public struct Holiday: Codable, Hashable, Sendable {
    /// The first day, `2026-07-21`.
    public var from: String
    /// The last day.
    public var to: String
    /// `public` or `school`.
    public var kind: String
    /// What people call it.
    public var name: String

    /// Days off.
    public init(_ holiday: LocalCalendar.Holiday) {
      from = holiday.days.lowerBound.description
      to = holiday.days.upperBound.description
      kind = holiday.kind.rawValue
      name = holiday.name
    }

    /// The days off again; `nil` when they are none.
    public var holiday: LocalCalendar.Holiday? {
      guard let first = CivilDate(iso8601: from), let last = CivilDate(iso8601: to), first <= last,
        let kind = LocalCalendar.Holiday.Kind(rawValue: kind)
      else { return nil }
      return LocalCalendar.Holiday(days: first...last, kind: kind, name: name)
    }

    enum CodingKeys: String, CodingKey {
      case from, to, kind, name
    }
  }

  /// What people call the city.
  public var name: String
  /// Its IANA time zone.
  public var timezone: String
  /// Its days off.
  public var holidays: [Holiday]

  /// A city.
  public init(_ city: CityDefinition) {
    name = city.name
    timezone = city.timeZone
    holidays = city.calendar.holidays.map(Holiday.init)
  }

  enum CodingKeys: String, CodingKey {
    case name, timezone, holidays
  }
}
