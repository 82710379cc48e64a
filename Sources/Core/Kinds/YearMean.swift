import Model

/// The mean of one pollutant over the valid hours of a calendar year, as far as the year has come.
struct YearMean: BitwiseCopyable {
  private var year = Timestamp.distantPast
  private var sum = 0.0
  private var count = 0.0

  /// Takes an hour that is over. When the local day is over with it, says the mean of the year so far, if enough of its
  /// hours are known.
  mutating func take(
    _ hour: Timestamp, _ means: HourlyMeans, _ quantity: Quantity, _ terms: Station.Terms,
    _ results: inout KindResults
  ) {
    let year = terms.calendar.period(.year, containing: hour)
    if year.lowerBound != self.year {
      self = YearMean()
      self.year = year.lowerBound
    }
    if let mean = means.mean(of: hour) {
      sum += mean
      count += 1
    }
    let end = hour + .seconds(3600)
    let day = terms.calendar.period(.day, containing: hour)
    guard results.isHeard, end >= day.upperBound, count > 0 else { return }
    let hours = (day.upperBound - year.lowerBound).inSeconds / 3600
    if count >= terms.yearValid * hours { results.add(quantity, sum / count, at: day.lowerBound) }
  }
}
