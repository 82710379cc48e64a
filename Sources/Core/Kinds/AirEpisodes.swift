import Model

/// The episodes of polluted air at a station: hours or days, one after the other, whose means are above a threshold.
///
/// Each is told where it begins. An hour or a day of which too little is known ends it, like one that is not above.
struct AirEpisodes: BitwiseCopyable {
  /// The thresholds in ug/m3.
  struct Terms: Sendable {
    let no2: Double
    let no2Alert: Double
    let o3: Double
    let o3Alert: Double
    let pm10: Double
    let pm25: Double

    init(_ parameters: Parameters) {
      no2 = parameters.value(Limits.no2Information)
      no2Alert = parameters.value(Limits.no2Alert)
      o3 = parameters.value(Limits.o3Information)
      o3Alert = parameters.value(Limits.o3Alert)
      pm10 = parameters.value(Limits.pm10Information)
      pm25 = parameters.value(Limits.pm25Information)
    }
  }

  /// Where the last hour or day above a threshold ends.
  private struct Episode: BitwiseCopyable {
    private var end = Timestamp.distantPast

    mutating func take(
      _ mean: Double?, of stretch: Range<Timestamp>, above threshold: Double, _ quantity: Quantity,
      _ results: inout KindResults
    ) {
      guard let mean, mean > threshold else { return }
      if end != stretch.lowerBound { results.add(quantity, 1, at: stretch.lowerBound) }
      end = stretch.upperBound
    }
  }

  private var no2 = Episode()
  private var no2Alert = Episode()
  private var o3 = Episode()
  private var o3Alert = Episode()
  private var pm10 = Episode()
  private var pm25 = Episode()

  /// Takes an hour of a pollutant that is over.
  mutating func take(
    _ hour: Timestamp, _ pollutant: Quantity, _ means: HourlyMeans, _ terms: Station.Terms,
    _ results: inout KindResults
  ) {
    let stretch = hour..<hour + .seconds(3600)
    let limits = terms.episodes
    switch pollutant {
    case .no2:
      no2.take(means.mean(of: hour), of: stretch, above: limits.no2, .no2Episode, &results)
      // The alert threshold is one of three consecutive hours.
      no2Alert.take(
        means.leastMean(of: 3, upTo: hour), of: stretch, above: limits.no2Alert, .no2AlertEpisode, &results)
    case .o3:
      o3.take(means.mean(of: hour), of: stretch, above: limits.o3, .o3Episode, &results)
      o3Alert.take(means.mean(of: hour), of: stretch, above: limits.o3Alert, .o3AlertEpisode, &results)
    default:
      guard let (day, mean) = means.dayOver(with: hour, terms) else { return }
      if pollutant == .pm10 {
        pm10.take(mean, of: day, above: limits.pm10, .pm10Episode, &results)
      } else {
        pm25.take(mean, of: day, above: limits.pm25, .pm25Episode, &results)
      }
    }
  }
}
