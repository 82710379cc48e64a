import Model

/// A station: hourly and daily means of the air's pollutants, the European air quality index, and the noise.
///
/// A value holds until the next one, for at most `hold_min`. A mean counts with `valid_percent` of its time known: three
/// quarters of an hour, six of eight hours, eighteen of a day (Directive 2008/50/EC, annex XI, and (EU) 2024/2881, annex
/// IV). The mean of an hour or a day stands at its beginning, that of eight hours
/// at the beginning of the last one; each is said when it is over.
struct Station: KindState {
  static let quantities = QuantitySet([.no2, .o3, .pm10, .pm25, .noiseLAeq])
  static let memory = 64

  /// What holds for a station.
  struct Terms: Sendable {
    let calendar: LocalCalendar
    let hold: Duration
    /// The share of a stretch of time that must be known, 0 to 1.
    let valid: Double
    let bands: AirBands

    init(_ parameters: Parameters, _ calendar: LocalCalendar) {
      self.calendar = calendar
      hold = .seconds(parameters.value(Limits.hold) * 60)
      valid = parameters.value(Limits.valid) / 100
      bands = AirBands(parameters)
    }

    /// How many of so many hours must be known.
    func hours(of count: Int) -> Int { Int((valid * Double(count)).rounded(.up)) }
  }

  private var no2 = HourlyMeans()
  private var o3 = HourlyMeans()
  private var pm10 = HourlyMeans()
  private var pm25 = HourlyMeans()
  private var noise = NoiseDay()

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    var hours = HourlyMeans.Closed()
    switch reading.quantity {
    case .no2: hours = no2.take(reading, terms)
    case .o3: hours = o3.take(reading, terms)
    case .pm10: hours = pm10.take(reading, terms)
    case .pm25: hours = pm25.take(reading, terms)
    default: noise.take(reading, terms, &results)
    }
    for hour in hours { say(hour, reading.quantity, terms, &results) }
  }

  private func say(_ hour: Timestamp, _ pollutant: Quantity, _ terms: Terms, _ results: inout KindResults) {
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
      no2: no2.mean(of: hour), o3: o3.mean(of: hour), pm10: pm10.mean(of: hour), pm25: pm25.mean(of: hour))
    if band > 0 { results.add(.airQualityIndex, Double(band), at: hour) }
  }

  private func say(
    _ means: HourlyMeans, _ hour: Timestamp, _ quantities: (hour: Quantity, day: Quantity?), _ terms: Terms,
    _ results: inout KindResults
  ) {
    if let mean = means.mean(of: hour) { results.add(quantities.hour, mean, at: hour) }
    let day = terms.calendar.period(.day, containing: hour)
    guard let quantity = quantities.day, hour + .seconds(3600) >= day.upperBound else { return }
    let length = Int(((day.upperBound - day.lowerBound).inSeconds / 3600).rounded())
    if let mean = means.mean(of: length, upTo: hour, atLeast: terms.hours(of: 24)) {
      results.add(quantity, mean, at: day.lowerBound)
    }
  }
}
