import Model

/// A container for waste or glass: people fill it, by the hour and the weekday, and a lorry empties it.
///
/// The lorry of the district comes on three mornings a week and takes what is fairly full. Now and then it
/// can't get at a container, and that one overflows.
struct Container: AssetModel {
  static let watchedQuantities: [Quantity] = [.distance]
  static let reportIntervals: [Duration] = [.seconds(900), .seconds(1200), .seconds(1800), .seconds(3600)]

  private static let stepLength = Duration.seconds(300)

  private var random: RandomSource
  private let emptyDistance: Double
  private let fullDistance: Double
  /// % an hour, on average over the week.
  private let fillRate: Double
  /// The weekdays of the round.
  private let roundDays: [Int]
  /// When the round passes, in hours after midnight.
  private let roundHour: Double
  /// The lorry takes it from this level on.
  private let collectionLevel: Double

  private var level: Double
  private var nextRound: Timestamp
  private var tiltedUntil: Timestamp?

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    emptyDistance = try asset.parameters.number("empty_mm", in: 100...20_000, else: 1500)
    fullDistance = try asset.parameters.number("full_mm", in: 0...20_000, else: 200)
    guard fullDistance < emptyDistance else {
      throw ParameterError(key: "full_mm", expected: "less than empty_mm")
    }
    fillRate = 100 / (self.random.uniform(2...8) * 24)
    var district = RandomSource(seed: world.seed, stream: fingerprint(asset.district ?? ""))
    roundDays = district.chance(0.5) ? [0, 2, 4] : [1, 3, 5]
    roundHour = district.uniform(6.5...11) + self.random.uniform(0...2)
    collectionLevel = self.random.uniform(45...75)
    level = self.random.uniform(5...85)
    nextRound = .distantFuture
    nextRound = roundAfter(start, in: world)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    var step = Step(next: now + Self.stepLength)
    fill(at: world.local(now))
    tip(at: now, in: world)
    if now >= nextRound {
      nextRound = roundAfter(now, in: world)
      if level >= collectionLevel, random.chance(0.9) {
        step.occurrences.append(.emptied(from: level))
        level = random.uniform(0...3)
        tiltedUntil = nil
      }
    }
    return step
  }

  private mutating func fill(at local: LocalTime) {
    let hours = Self.stepLength.inSeconds / 3600
    let expected = fillRate * hours * Self.rhythm(local)
    level = min(100, level + random.exponential(mean: expected))
  }

  /// Somebody tips it over, once in half a year, and somebody else puts it up again.
  private mutating func tip(at now: Timestamp, in world: World) {
    if let until = tiltedUntil {
      if now >= until { tiltedUntil = nil }
    } else if random.chance(Self.stepLength.inSeconds / (180 * 86_400)) {
      tiltedUntil = now + .seconds(random.uniform(2...10) * 3600)
    }
  }

  private func roundAfter(_ at: Timestamp, in world: World) -> Timestamp {
    let today = world.local(at).day
    for day in today...today + 7 where roundDays.contains(CivilDate(daysSinceEpoch: day).weekday) {
      let round = world.moment(day: day, hour: roundHour)
      if round > at { return round }
    }
    return .distantFuture
  }

  /// How much more than on average is thrown away at this time: little at night, most in the morning and
  /// after work, a third more on Saturdays.
  private static func rhythm(_ local: LocalTime) -> Double {
    let byHour = [
      0.2, 0.1, 0.1, 0.1, 0.1, 0.3, 0.8, 1.5, 1.7, 1.4, 1.3, 1.3,
      1.4, 1.3, 1.2, 1.2, 1.4, 1.7, 1.8, 1.6, 1.3, 1.0, 0.7, 0.4,
    ]
    let byWeekday = [1.0, 0.9, 0.9, 0.9, 1.0, 1.3, 1.0]
    return byHour[Int(local.hour)] * byWeekday[local.weekday]
  }

  var state: Measurements {
    [
      .fillLevel: level,
      .distance: emptyDistance - level / 100 * (emptyDistance - fullDistance),
      .tilt: tiltedUntil == nil ? 0 : 1,
    ]
  }

  var conditions: Conditions {
    Conditions([.fillAbove80: level >= 80, .tilted: tiltedUntil != nil])
  }
}
