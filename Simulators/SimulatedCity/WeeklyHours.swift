/// Hours of the week: `Mo-Sa 08:00-18:00`, or always.
///
/// The part of OpenStreetMap's opening hours that parking needs: one list of days or ranges of days, and
/// one list of times within a day.
struct WeeklyHours: Hashable, Sendable {
  private var days = [Bool](repeating: true, count: 7)
  private var seconds: [Range<Double>] = [0..<86_400]

  init(_ text: String?) throws(ParameterError) {
    guard let text, text != "24/7" else { return }
    let parts = text.split(separator: " ")
    guard parts.count == 2, let days = Self.days(parts[0]), let seconds = Self.times(parts[1]) else {
      throw ParameterError(key: "active", expected: "days and hours such as Mo-Sa 08:00-18:00")
    }
    self.days = days
    self.seconds = seconds
  }

  func contain(_ local: LocalTime) -> Bool {
    days[local.weekday] && seconds.contains { $0.contains(local.secondOfDay) }
  }

  private static func days(_ text: Substring) -> [Bool]? {
    let names: [Substring] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    var days = [Bool](repeating: false, count: 7)
    for item in text.split(separator: ",") {
      let ends = item.split(separator: "-").map { names.firstIndex(of: $0) }
      guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
        return nil
      }
      for day in first...last { days[day] = true }
    }
    return days
  }

  private static func times(_ text: Substring) -> [Range<Double>]? {
    var times: [Range<Double>] = []
    for item in text.split(separator: ",") {
      let ends = item.split(separator: "-").compactMap(second)
      guard ends.count == 2, ends[0] < ends[1] else { return nil }
      times.append(ends[0]..<ends[1])
    }
    return times
  }

  private static func second(_ text: Substring) -> Double? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, (0...24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
    return Double(parts[0] * 3600 + parts[1] * 60)
  }
}
