import Model

/// A public building with an electricity meter: people work in it by day, and now and then what they use is
/// left on for the night.
struct Building: AssetModel {
  static let watchedQuantities: [Quantity] = [.energy, .power, .current]
  static let reportIntervals: [Duration] = [.seconds(600), .seconds(900)]

  private static let stepLength = Duration.seconds(60)

  private var random: RandomSource
  /// What always runs, in W.
  private let basePower: Double
  /// What people add on a working day, in W.
  private let dayPower: Double

  private var isDay = false
  private var isLeftOn = false
  private var power: Double
  private var energy: Double  // Wh
  private var voltage = 231.0

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    basePower = try asset.parameters.number(
      "base_w", in: 1...1e6, else: self.random.uniform(800...4000).rounded())
    dayPower = try asset.parameters.number(
      "day_w", in: 1...1e6, else: self.random.uniform(5000...20_000).rounded())
    power = basePower
    energy = self.random.uniform(1e6...9e8)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    let hours = Self.stepLength.inSeconds / 3600
    energy += power * hours
    followDay(world.local(now))
    let wanted = basePower + (isDay ? dayPower : isLeftOn ? dayPower * 0.7 : 0) * warmth(now, in: world)
    // Machines start and stop: the load follows with some inertia and noise.
    power += (wanted - power) * 0.1 + random.normal(deviation: basePower * 0.02)
    power = max(power, basePower * 0.5)
    voltage = random.normal(mean: 231, deviation: 1.2)
    return Step(next: now + Self.stepLength)
  }

  private mutating func followDay(_ local: LocalTime) {
    let wasDay = isDay
    isDay = local.isWorkday && (7.5..<18).contains(local.hour)
    if isDay { isLeftOn = false }
    if wasDay, !isDay { isLeftOn = random.chance(0.08) }
  }

  /// Heating and cooling: a third more on a day that is 10 K away from mild.
  private func warmth(_ now: Timestamp, in world: World) -> Double {
    1 + abs(world.temperature(now) - 17) / 30
  }

  private var powerFactor: Double { power > basePower * 2 ? 0.95 : 0.88 }

  var state: Measurements {
    [
      .energy: energy,
      .power: power,
      .voltage: voltage,
      .current: power / (voltage * powerFactor),
    ]
  }

  var conditions: Conditions { Conditions([.leftOn: isLeftOn]) }
}
