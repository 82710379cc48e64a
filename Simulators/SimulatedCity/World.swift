import Model

/// What is the same for everybody: the time of day, the sun and the weather.
struct World: Sendable {
  let utcOffset: Duration
  let seed: UInt64

  func local(_ at: Timestamp) -> LocalTime { LocalTime(at, utcOffset: utcOffset) }

  /// The moment that is `hour` hours (with fraction, any number) after the local midnight of `day`.
  func moment(day: Int, hour: Double) -> Timestamp {
    Timestamp(seconds: Int64(day * 86_400) + Int64((hour * 3600).rounded())) - utcOffset
  }

  /// The temperature outdoors in °C: the year and the day of a temperate city, and a few warm or cold days.
  func temperature(_ at: Timestamp) -> Double {
    let local = local(at)
    let year = Elementary.cos(2 * .pi * Double(local.dayOfYear - 200) / 365)
    let day = Elementary.cos(2 * .pi * (local.hour - 15) / 24)
    let position = local.secondOfDay / 86_400
    let anomaly = anomaly(of: local.day) * (1 - position) + anomaly(of: local.day + 1) * position
    return 10.8 + 7.5 * year + 3.8 * day + anomaly
  }

  /// The mass of water in the air outdoors in g/m3.
  func absoluteHumidity(_ at: Timestamp) -> Double {
    Humidity.saturation(temperature(at) - 3.5)
  }

  /// Rain in mm/h: on two days of five, for some hours.
  func rain(_ at: Timestamp) -> Double {
    let local = local(at)
    var day = day(local.day, "rain")
    guard day.chance(0.4) else { return 0 }
    let begin = day.uniform(0...20)
    let hours = day.uniform(0.5...5)
    return (begin..<begin + hours).contains(local.hour) ? day.exponential(mean: 1.5) : 0
  }

  /// How little the air moves: 1 on an ordinary day, 3 and more on a still one, more often in winter.
  func stillness(_ at: Timestamp) -> Double {
    let local = local(at)
    let position = local.secondOfDay / 86_400
    let year = 1 + 0.4 * Elementary.cos(2 * .pi * Double(local.dayOfYear - 15) / 365)
    return year * (stillness(of: local.day) * (1 - position) + stillness(of: local.day + 1) * position)
  }

  private func stillness(of day: Int) -> Double {
    var random = self.day(day, "wind")
    return 0.4 + random.exponential(mean: 0.6)
  }

  /// How much this day is warmer than the time of the year has it, in K.
  private func anomaly(of day: Int) -> Double {
    var random = self.day(day, "temperature")
    return random.normal(deviation: 2.5)
  }

  /// What chance has for a day, the same for the whole city.
  private func day(_ day: Int, _ what: String) -> RandomSource {
    RandomSource(seed: seed, stream: fingerprint(what) ^ UInt64(bitPattern: Int64(day)))
  }
}

/// Water in air.
enum Humidity {
  /// The mass of water in saturated air in g/m3, by the Magnus formula (Sonntag 1990) and the gas law.
  static func saturation(_ celsius: Double) -> Double {
    let hectopascal = 6.112 * Elementary.exp(17.62 * celsius / (243.12 + celsius))
    return 216.7 * hectopascal / (celsius + 273.15)
  }
}
