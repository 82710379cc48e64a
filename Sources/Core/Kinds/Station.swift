import Model

/// A station: hourly and daily means of the air's pollutants, the European air quality index, and the noise.
///
/// A value holds until the next one, for at most `hold_min`. A mean counts with `valid_percent` of its time known: three
/// quarters of an hour, six of eight hours, eighteen of a day; that of a year with `year_valid_percent` of its hours. The
/// mean of an hour or a day stands at its beginning, that of eight hours at the beginning of the last one, and that of
/// the calendar year so far at the beginning of the day with which it ends: on 31 December it is the year's. Each is said
/// when it is over.
struct Station: KindState {
  static let quantities = QuantitySet([.no2, .o3, .pm10, .pm25, .noiseLAeq])
  static let memory = 64

  /// What holds for a station.
  final class Terms: Sendable {
    let calendar: LocalCalendar
    let hold: Duration
    /// The share of a stretch of time that must be known, 0 to 1.
    let valid: Double
    /// The share of a year's hours that must be known, 0 to 1.
    let yearValid: Double
    let bands: AirBands
    let noise: NoiseDay.Terms
    let episodes: AirEpisodes.Terms

    init(_ parameters: Parameters, _ calendar: LocalCalendar) {
      self.calendar = calendar
      hold = .seconds(parameters.value(Limits.hold) * 60)
      valid = parameters.value(Limits.valid) / 100
      yearValid = parameters.value(Limits.yearValid) / 100
      bands = AirBands(parameters)
      noise = NoiseDay.Terms(parameters)
      episodes = AirEpisodes.Terms(parameters)
    }

    /// How many of so many hours must be known.
    func hours(of count: Int) -> Int { Int((valid * Double(count)).rounded(.up)) }
  }

  private var no2 = HourlyMeans()
  private var o3 = HourlyMeans()
  private var pm10 = HourlyMeans()
  private var pm25 = HourlyMeans()
  private var noise = NoiseDay()
  private var episodes = AirEpisodes()
  private var no2Year = YearMean()
  private var pm10Year = YearMean()
  private var pm25Year = YearMean()

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    switch reading.quantity {
    case .no2: take(reading, \.no2, terms, &results)
    case .o3: take(reading, \.o3, terms, &results)
    case .pm10: take(reading, \.pm10, terms, &results)
    case .pm25: take(reading, \.pm25, terms, &results)
    default: noise.take(reading, terms, &results)
    }
  }

  private mutating func take(
    _ reading: Reading, _ means: WritableKeyPath<Station, HourlyMeans>, _ terms: Terms,
    _ results: inout KindResults
  ) {
    for hour in self[keyPath: means].closeDay(before: reading, terms) {
      say(hour, reading.quantity, means, terms, &results)
    }
    for hour in self[keyPath: means].take(reading, terms) {
      say(hour, reading.quantity, means, terms, &results)
    }
  }

  private mutating func say(
    _ hour: Timestamp, _ pollutant: Quantity, _ means: WritableKeyPath<Station, HourlyMeans>, _ terms: Terms,
    _ results: inout KindResults
  ) {
    switch pollutant {
    case .no2: no2Year.take(hour, no2, .no2Year, terms, &results)
    case .pm10: pm10Year.take(hour, pm10, .pm10Year, terms, &results)
    case .pm25: pm25Year.take(hour, pm25, .pm25Year, terms, &results)
    default: break
    }
    episodes.take(hour, pollutant, self[keyPath: means], terms, &results)
    guard results.isHeard else { return }
    switch pollutant {
    case .no2:
      say(no2, hour, (.no2Hour, .no2Day), terms, &results)
      // The alert threshold is one of three consecutive hours (Directive 2024/2881, annex I, section 4).
      if let least = no2.leastMean(of: 3, upTo: hour) { results.add(.no2ThreeHours, least, at: hour) }
    case .pm10: say(pm10, hour, (.pm10Hour, .pm10Day), terms, &results)
    case .pm25: say(pm25, hour, (.pm25Hour, .pm25Day), terms, &results)
    default:
      say(o3, hour, (.o3Hour, nil), terms, &results)
      if let mean = o3.mean(of: 8, upTo: hour, atLeast: terms.hours(of: 8)) {
        results.add(.o3EightHours, mean, at: hour)
      }
    }
    let band = terms.bands.worst(
      no2: no2.mean(of: hour), o3: o3.mean(of: hour), pm10: judged(pm10, hour, terms),
      pm25: judged(pm25, hour, terms))
    if band > 0 { results.add(.airQualityIndex, Double(band), at: hour) }
  }

  /// What of particles is judged: the mean of the hour, or of the 24 hours that end with it.
  private func judged(_ particles: HourlyMeans, _ hour: Timestamp, _ terms: Terms) -> Double? {
    let count = terms.bands.hoursOfParticles
    return count == 1
      ? particles.mean(of: hour) : particles.mean(of: count, upTo: hour, atLeast: terms.hours(of: count))
  }

  private func say(
    _ means: HourlyMeans, _ hour: Timestamp, _ quantities: (hour: Quantity, day: Quantity?), _ terms: Terms,
    _ results: inout KindResults
  ) {
    if let mean = means.mean(of: hour) { results.add(quantities.hour, mean, at: hour) }
    guard let quantity = quantities.day, let (day, mean) = means.dayOver(with: hour, terms) else { return }
    if let mean { results.add(quantity, mean, at: day.lowerBound) }
  }
}
