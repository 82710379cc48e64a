import Model

/// A station by the road: noise and air, which follow the traffic, the weather and what goes on nearby.
struct Station: AssetModel {
  static let watchedQuantities: [Quantity] = [.noiseLAeq, .pm25, .no2]
  static let reportIntervals: [Duration] = [.seconds(600)]

  private static let stepLength = Duration.seconds(300)

  private var random: RandomSource
  /// What this street has more of than an ordinary one.
  private let exposure: Double

  private var noise = 50.0  // dB(A), equivalent over the step
  private var gust = 0.0  // dB
  private var eventUntil: Timestamp?
  private var fineDust = 8.0  // ug/m3
  private var coarseDust = 14.0
  private var nitrogenDioxide = 20.0
  private var ozone = 50.0
  private var temperature = 15.0
  private var humidity = 60.0
  private var pressure = 1005.0

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    exposure = self.random.uniform(0.7...1.4)
    pressure = self.random.uniform(995...1015)
    fineDust = self.random.uniform(5...16)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    let local = world.local(now)
    let traffic = Self.traffic(local) * exposure
    makeNoise(traffic, now, local)
    pollute(traffic, now, in: world)
    temperature = world.temperature(now)
    humidity = min(100, 100 * world.absoluteHumidity(now) / Humidity.saturation(temperature))
    pressure = min(max(pressure + random.normal(deviation: 0.15), 975), 1040)
    return Step(next: now + Self.stepLength)
  }

  /// Ten times the vehicles are 10 dB more; a concert or a building site is louder than any traffic.
  private mutating func makeNoise(_ traffic: Double, _ now: Timestamp, _ local: LocalTime) {
    if let until = eventUntil, now >= until { eventUntil = nil }
    let isOut = (9..<23).contains(local.hour)
    if eventUntil == nil, isOut, random.chance(0.002) {
      eventUntil = now + .seconds(random.uniform(0.7...3) * 3600)
    }
    let road = 62 + 10 * Elementary.log10(max(traffic, 0.02))
    let wanted = eventUntil == nil ? road : max(road, 79)
    noise += (wanted - noise) * 0.6 + random.normal(deviation: 1)
    gust = random.uniform(5...16)
  }

  /// Exhaust and dust, diluted by the wind, with a few days of still air in winter.
  private mutating func pollute(_ traffic: Double, _ now: Timestamp, in world: World) {
    let stillness = world.stillness(now)
    fineDust += (stillness * (6 + 5 * traffic) - fineDust) * 0.03 + random.normal(deviation: 0.25)
    fineDust = max(1, fineDust)
    coarseDust = fineDust * 1.5 + 4 * traffic
    nitrogenDioxide +=
      (stillness * (6 + 26 * traffic) - nitrogenDioxide) * 0.08 + random.normal(deviation: 0.8)
    nitrogenDioxide = max(2, nitrogenDioxide)
    ozone = max(3, 85 - nitrogenDioxide * 1.1)
  }

  /// Vehicles on an ordinary street, 1 on average by day.
  private static func traffic(_ local: LocalTime) -> Double {
    let byHour = [
      0.12, 0.08, 0.06, 0.06, 0.1, 0.25, 0.7, 1.4, 1.5, 1.1, 0.9, 0.95,
      1.0, 1.0, 1.0, 1.1, 1.4, 1.6, 1.4, 1.0, 0.7, 0.5, 0.35, 0.2,
    ]
    return byHour[Int(local.hour)] * (local.isWorkday ? 1 : 0.6)
  }

  var state: Measurements {
    [
      .noiseLAeq: noise,
      .noiseLA: noise - 1.5,
      .noiseLAmax: noise + gust,
      .pm25: fineDust,
      .pm10: coarseDust,
      .no2: nitrogenDioxide,
      .o3: ozone,
      .temperature: temperature,
      .humidity: humidity,
      .pressure: pressure,
    ]
  }

  var conditions: Conditions {
    Conditions([.noiseAbove75: noise > 75, .pm25Above25: fineDust > 25])
  }
}
