import Model

/// A bed or lawn with a probe in its soil: rain wets it, sun and wind dry it, somebody waters it at times.
struct GreenSpace: AssetModel {
  static let watchedQuantities: [Quantity] = [.soilMoisture]
  static let reportIntervals: [Duration] = [.seconds(1800), .seconds(3600)]

  private static let stepLength = Duration.seconds(900)
  /// What the soil holds against gravity, in % of its volume.
  private static let fieldCapacity = 36.0

  private var random: RandomSource
  /// How fast it drains and dries; 1 is loam.
  private let sandiness: Double

  private var moisture: Double
  private var soilTemperature: Double

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    sandiness = self.random.uniform(0.6...1.8)
    moisture = self.random.uniform(14...30)
    soilTemperature = world.temperature(start)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    let hours = Self.stepLength.inSeconds / 3600
    let air = world.temperature(now)
    soilTemperature += (air - soilTemperature) * 0.06 * hours
    // 1 mm of rain in 30 cm of soil is a third of a percent of its volume.
    moisture += world.rain(now) * hours * 0.33
    moisture -= max(0, moisture - Self.fieldCapacity) * 0.2 * sandiness * hours
    moisture -= max(0, air - 2) * 0.0035 * sandiness * hours * (moisture / 20)
    water(now, world.local(now))
    moisture = min(max(moisture, 3), 48)
    return Step(next: now + Self.stepLength)
  }

  /// The gardeners come early, when it has been dry, and not every day.
  private mutating func water(_ now: Timestamp, _ local: LocalTime) {
    guard (6..<7).contains(local.hour), moisture < 14, random.chance(0.08) else { return }
    moisture += random.uniform(6...12)
  }

  var state: Measurements {
    [
      .soilMoisture: moisture,
      .soilTemperature: soilTemperature,
      .soilConductivity: 40 + moisture * 14,
    ]
  }

  var conditions: Conditions { Conditions([.soilDry: moisture < 15]) }
}
