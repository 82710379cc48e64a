/// Times of the week, in the style of OpenStreetMap's opening hours: `Mo-Sa 08:00-18:00; PH off`.
///
/// Rules are separated by `;`; for a day that several speak of, the last one counts. A rule is a list of
/// days (`Mo-Fr`, `Mo,We`, `Sa-Mo`, `PH` for public and `SH` for school holidays; every day when there is
/// none) and either times (`08:00-12:00,13:00-17:00`; an end before the start is on the next day; `24:00` is
/// the day's end), `off`, or nothing, which is the whole day. `24/7` is always. The grammar is a part of
/// <https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification>.
public struct OpeningHours: Hashable, Sendable {
  private struct Rule: Hashable, Sendable {
    /// Bit 0 is Monday.
    var weekdays: UInt8 = 0
    var holidays: [LocalCalendar.Holiday.Kind] = []
    /// Seconds of the day; the end may lie on the next day.
    var spans: [Range<Int>] = []
  }

  private let rules: [Rule]
  /// The text as it was written.
  public let text: String

  /// Always open.
  public static let always = OpeningHours(rules: [Rule(weekdays: 0x7F, spans: [0..<86_400])], text: "24/7")

  private init(rules: [Rule], text: String) {
    self.rules = rules
    self.text = text
  }

  /// Reads opening hours.
  /// - Throws: ``OpeningHoursError``, with the part that can't be read.
  public init(_ text: String) throws(OpeningHoursError) {
    self.text = text
    var rules: [Rule] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      rules.append(try Self.rule(String(part)))
    }
    self.rules = rules
  }

  // MARK: - Questions

  /// Whether it is open at a moment.
  public func isOpen(at moment: Timestamp, _ calendar: LocalCalendar) -> Bool {
    let (day, second) = calendar.localTime(at: moment)
    if spans(of: day, calendar).contains(where: { $0.contains(second) }) { return true }
    return spans(of: day.adding(days: -1), calendar).contains { $0.contains(second + 86_400) }
  }

  /// How much of a stretch of time it is open.
  public func openTime(in stretch: Range<Timestamp>, _ calendar: LocalCalendar) -> Duration {
    open(in: stretch, calendar).reduce(.zero) { $0 + ($1.upperBound - $1.lowerBound) }
  }

  /// The parts of a stretch of time in which it is open, in order, none touching the next.
  public func open(in stretch: Range<Timestamp>, _ calendar: LocalCalendar) -> [Range<Timestamp>] {
    guard !stretch.isEmpty else { return [] }
    var parts: [Range<Timestamp>] = []
    var day = calendar.day(at: stretch.lowerBound).adding(days: -1)
    let last = calendar.day(at: stretch.upperBound)
    while day <= last {
      for span in spans(of: day, calendar).sorted(by: { $0.lowerBound < $1.lowerBound }) {
        let start = calendar.moment(day, second: span.lowerBound)
        let end = calendar.moment(day, second: span.upperBound)
        guard start < end else { continue }
        let part = (start..<end).clamped(to: stretch)
        guard !part.isEmpty else { continue }
        if let before = parts.last, part.lowerBound <= before.upperBound {
          parts[parts.count - 1] = before.lowerBound..<max(before.upperBound, part.upperBound)
        } else {
          parts.append(part)
        }
      }
      day = day.adding(days: 1)
    }
    return parts
  }

  /// The spans that begin on a day.
  private func spans(of day: CivilDate, _ calendar: LocalCalendar) -> [Range<Int>] {
    let weekday = UInt8(1) << UInt8(day.weekday)
    return rules.last { rule in
      rule.weekdays & weekday != 0 || rule.holidays.contains { calendar.isHoliday(day, $0) }
    }?.spans ?? []
  }

  // MARK: - Reading

  private static func rule(_ text: String) throws(OpeningHoursError) -> Rule {
    var words = text.split(separator: " ").map(String.init)
    guard !words.isEmpty else {
      throw OpeningHoursError("a part is empty", hint: "write for example Mo-Fr 08:00-17:00")
    }
    var rule = Rule()
    if words[0].first?.isLetter == true, words[0] != "off", words[0] != "closed" {
      try readDays(words.removeFirst(), into: &rule)
    } else {
      rule.weekdays = 0x7F
    }
    switch words.first {
    case nil, "24/7"?, "open"?: rule.spans = [0..<86_400]
    case "off"?, "closed"?: rule.spans = []
    case let times?: rule.spans = try spans(times)
    }
    guard words.count < 2 else {
      throw OpeningHoursError(
        "`\(words[1])` is too much", hint: "separate times by commas and rules by semicolons")
    }
    return rule
  }

  private static let dayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]

  private static func readDays(_ text: String, into rule: inout Rule) throws(OpeningHoursError) {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      if part == "PH" {
        rule.holidays.append(.public)
      } else if part == "SH" {
        rule.holidays.append(.school)
      } else {
        let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let start = ends.first.flatMap({ dayNames.firstIndex(of: String($0)) }),
          let end = ends.last.flatMap({ dayNames.firstIndex(of: String($0)) })
        else {
          throw OpeningHoursError(
            "`\(part)` is no day", hint: "days are Mo Tu We Th Fr Sa Su, PH and SH, for example Mo-Fr,PH")
        }
        for day in start...(end < start ? end + 7 : end) { rule.weekdays |= 1 << UInt8(day % 7) }
      }
    }
  }

  private static func spans(_ text: String) throws(OpeningHoursError) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let start = second(ends[0]), let end = second(ends[1]), start < 86_400 else {
        throw OpeningHoursError("`\(part)` is no time span", hint: "write for example 08:00-17:00")
      }
      spans.append(start..<(end <= start ? end + 86_400 : end))
    }
    return spans
  }

  private static func second(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }), parts[1].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 24 * 60
    else { return nil }
    return (hour * 60 + minute) * 60
  }
}

/// What is wrong with opening hours, and what would be right.
public struct OpeningHoursError: Error, Hashable, Sendable {
  /// What is wrong.
  public let what: String
  /// What would be right.
  public let hint: String

  init(_ what: String, hint: String) {
    self.what = what
    self.hint = hint
  }
}
