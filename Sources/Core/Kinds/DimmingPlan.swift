import Model

/// To which level a lamp is dimmed at which hours: parameter `dimming`, `22:00-05:00 70, 00:00-04:00 50`.
///
/// Of several spans at one time the last one counts; at all other times the lamp is at 100 %.
public struct DimmingPlan: Hashable, Sendable {
  private struct Span: Hashable, Sendable {
    /// Seconds of the day; an end before the start is on the next day.
    let start: Int
    let end: Int
    let level: Double

    func contains(_ second: Int) -> Bool {
      start < end ? (start..<end).contains(second) : second >= start || second < end
    }
  }

  private let spans: [Span]

  /// A lamp that is never dimmed.
  static let none = DimmingPlan(spans: [])

  private init(spans: [Span]) { self.spans = spans }

  /// Reads a plan; `nil` when the text is none.
  public init?(_ text: String) {
    var spans: [Span] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: " ")
      guard words.count == 2, let level = Double(words[1]), (0...100).contains(level) else { return nil }
      let ends = words[0].split(separator: "-", omittingEmptySubsequences: false).map(Self.second)
      guard ends.count == 2, let start = ends[0], let end = ends[1] else { return nil }
      spans.append(Span(start: start, end: end, level: level))
    }
    self.spans = spans
  }

  /// The level in percent at a moment.
  func level(at moment: Timestamp, _ calendar: LocalCalendar) -> Double {
    if spans.isEmpty { return 100 }
    let second = calendar.localTime(at: moment).second
    return spans.last { $0.contains(second) }?.level ?? 100
  }

  private static func second(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt($0) }
    guard parts.count == 2, let hour = parts[0], let minute = parts[1], minute < 60,
      hour * 60 + minute <= 24 * 60
    else { return nil }
    return Int(hour * 60 + minute) * 60
  }
}
