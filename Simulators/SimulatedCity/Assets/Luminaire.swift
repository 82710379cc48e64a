import Model

/// A street lamp: lit from dusk to dawn by the sun at its place, dimmed in the small hours, broken at times.
///
/// Some mornings a relay sticks, and the lamp burns on through the days until someone comes.
struct Luminaire: AssetModel {
  static let watchedQuantities: [Quantity] = [.lampOn, .energy]
  static let reportIntervals: [Duration] = [.seconds(1800), .seconds(3600)]

  private static let stepLength = Duration.seconds(300)
  /// In Liège, for a lamp whose place nobody entered.
  private static let somewhere = Location(latitude: 50.64, longitude: 5.57)

  private var random: RandomSource
  private let place: Location?
  private let ratedPower: Double
  /// The sine of the sun's altitude at which its photocell switches.
  private let threshold: Double

  private var level = 0.0  // %
  private var repairedAt: Timestamp?
  /// Until when the relay sticks.
  private var stuckUntil: Timestamp?
  private var isDark = true
  private var energy: Double  // Wh
  private var burnTime: Double  // h
  private var voltage = 230.0
  private var boardTemperature = 15.0

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    place = asset.location ?? Self.somewhere
    ratedPower = try asset.parameters.number("rated_w", in: 1...5000, else: 60)
    threshold = Elementary.sin(Sun.radians(self.random.uniform(-4 ... -1)))
    burnTime = self.random.uniform(1000...16_000)
    energy = burnTime * ratedPower * 0.75
    if self.random.chance(0.03) { breakDown(at: start) }
    isDark = isDark(at: start)
    level = target(at: start, in: world)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    var step = Step(next: now + Self.stepLength)
    let hours = Self.stepLength.inSeconds / 3600
    energy += power * hours
    if isLit { burnTime += hours }
    let before = (level, isBroken)
    if let repaired = repairedAt, now >= repaired { repairedAt = nil }
    if let until = stuckUntil, now >= until { stuckUntil = nil }
    let wasDark = isDark
    isDark = isDark(at: now)
    if wasDark, !isDark, !isBroken, random.chance(0.003) { stick(at: now) }
    let target = target(at: now, in: world)
    if level == 0, target > 0, !isBroken, random.chance(0.004) { breakDown(at: now) }
    level = target
    voltage = random.normal(mean: 231, deviation: 1.5)
    boardTemperature = world.temperature(now) + (isLit ? 14 : 3)
    step.isNoticed = before != (level, isBroken)
    return step
  }

  private mutating func breakDown(at now: Timestamp) {
    repairedAt = now + .seconds(random.uniform(1...8) * 86_400)
  }

  private mutating func stick(at now: Timestamp) {
    stuckUntil = now + .seconds(random.uniform(0.5...4) * 86_400)
  }

  /// Whether its photocell sees dusk or night.
  private func isDark(at now: Timestamp) -> Bool {
    place.map { Sun.sineOfAltitude(now, $0) < threshold } ?? false
  }

  /// The plan, as the registry writes it.
  static let plan = "22:00-05:00 70, 00:00-05:00 50"

  /// The dimming level that the plan asks for, in %; a relay that sticks passes what the driver does by itself.
  private func target(at now: Timestamp, in world: World) -> Double {
    guard isDark else { return stuckUntil == nil ? 0 : 100 }
    switch world.local(now).hour {
    case 5..<22: return 100
    case 22..<24: return 70
    default: return 50
    }
  }

  private var isBroken: Bool { repairedAt != nil }
  private var isLit: Bool { level > 0 && !isBroken }
  private var power: Double { isLit ? 2 + ratedPower * level / 100 : 0.6 }

  var state: Measurements {
    [
      .lampOn: isLit ? 1 : 0,
      .lampFault: isBroken ? 1 : 0,
      .dimLevel: level,
      .power: power,
      .energy: energy,
      .burnTime: burnTime,
      .voltage: voltage,
      .powerFactor: isLit ? 0.97 - (100 - level) * 0.002 : 0.4,
      .temperature: boardTemperature,
    ]
  }

  var conditions: Conditions {
    Conditions([.lampOn: isLit, .lampFault: isBroken, .dayBurning: isLit && !isDark])
  }
}
