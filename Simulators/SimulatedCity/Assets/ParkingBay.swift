import Model

/// A short-stay parking bay: cars come by the hour, most leave before the free time is over.
struct ParkingBay: AssetModel {
  static let watchedQuantities: [Quantity] = [.occupied]
  static let reportIntervals: [Duration] = [.seconds(3600)]

  private var random: RandomSource
  private let freeMinutes: Double
  private let active: WeeklyHours
  /// How sought-after the bay is; 1 is ordinary.
  private let demand: Double

  private var stay: Stay?
  private var isOverstay = false
  private var roadTemperature: Double
  /// When it next changes by itself.
  private var nextChange: Timestamp
  private var freeFrom = Timestamp.distantPast

  /// A vehicle in the bay.
  private struct Stay {
    var arrival: Timestamp
    var departure: Timestamp
  }

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    freeMinutes = try asset.parameters.number("free_minutes", in: 1...1440, else: 30)
    active = try WeeklyHours(asset.parameters["active"])
    demand = self.random.uniform(0.5...1.5)
    nextChange = start
    roadTemperature = world.temperature(start)
    if self.random.chance(0.8 * Self.arrivalsPerHour(world.local(start)) / 3) { park(at: start) }
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    var step = Step(next: now)
    if let stay {
      if now >= stay.departure {
        self.stay = nil
        freeFrom = now + Self.changeover
        step.isNoticed = true
      }
    } else if now >= max(nextChange, freeFrom), arrives(at: world.local(now)) {
      park(at: now)
      step.isNoticed = true
    }
    roadTemperature = world.temperature(now)
    isOverstay = stay.map { overstays($0, at: now, in: world) } ?? false
    step.next = nextMoment(after: now)
    nextChange = step.next
    return step
  }

  /// Thinning (Lewis and Shedler 1979): candidates come at the highest rate, and stay by the hour's rate.
  private mutating func arrives(at local: LocalTime) -> Bool {
    random.chance(Self.arrivalsPerHour(local) * demand / Self.highestRate)
  }

  private mutating func park(at now: Timestamp) {
    // Log-normal around half the free time; one in twelve stays much longer, and one in two hundred for half the day.
    let kind = random.unit()
    let middle = freeMinutes * (kind < 0.005 ? 10 : kind < 0.085 ? 2 : 0.45)
    let minutes = middle * Elementary.exp(random.normal(deviation: 0.4))
    stay = Stay(arrival: now, departure: now + .seconds(max(60, minutes * 60)))
  }

  private mutating func nextMoment(after now: Timestamp) -> Timestamp {
    guard let stay else { return now + .seconds(random.exponential(mean: 3600 / Self.highestRate)) }
    let limit = stay.arrival + .seconds(freeMinutes * 60)
    if now < limit { return min(limit, stay.departure) }
    return min(now + .seconds(60), stay.departure)  // The active hours may begin or end.
  }

  private func overstays(_ stay: Stay, at now: Timestamp, in world: World) -> Bool {
    now - stay.arrival >= .seconds(freeMinutes * 60) && active.contain(world.local(now))
  }

  /// From the moment at which one vehicle is out of the bay to that at which another can be in it.
  private static let changeover = Duration.seconds(30)
  private static let highestRate = 4.5

  /// How many cars look for an ordinary bay in an hour.
  private static func arrivalsPerHour(_ local: LocalTime) -> Double {
    let byHour = [
      0.1, 0.05, 0.05, 0.05, 0.05, 0.2, 0.6, 1.5, 2.2, 2.6, 2.9, 3.0,
      2.7, 2.3, 2.5, 2.8, 3.0, 2.9, 2.4, 1.7, 1.1, 0.7, 0.4, 0.2,
    ]
    return byHour[Int(local.hour)] * (local.weekday == 6 ? 0.4 : 1)
  }

  var state: Measurements {
    [.occupied: stay == nil ? 0 : 1, .temperature: roadTemperature]
  }

  var conditions: Conditions {
    Conditions([.occupied: stay != nil, .overstay: isOverstay])
  }
}
