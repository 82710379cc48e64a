import Model
import Wire

extension IndicatorObject {
  /// Whether the period that it tells of was not over: then it tells how far that had come.
  var isRunning: Bool {
    guard let period else { return false }
    return at.timestamp > period.from.timestamp && at.timestamp < period.to.timestamp
  }
}

extension IndicatorObject.Period {
  /// The first and the last day of a period of days, as its city calls them wherever the person sits.
  var days: (first: CivilDate, last: CivilDate) {
    (day(beginningAt: from.timestamp), day(beginningAt: to.timestamp - .seconds(86_400)))
  }

  /// The day that begins at a midnight of a city whose clocks are ten hours behind UTC to thirteen ahead of it.
  private func day(beginningAt midnight: Timestamp) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(((midnight.secondsSinceEpoch + 13 * 3600) / 86_400).rounded(.down)))
  }
}
