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

  /// How much this day is warmer than the time of the year has it, in K.
  private func anomaly(of day: Int) -> Double {
    var random = RandomSource(seed: seed, stream: UInt64(bitPattern: Int64(day)))
    return random.normal(deviation: 2.5)
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
