import Model

/// A classroom: pupils come by the timetable and breathe, windows are opened now and then.
///
/// CO2, heat and water follow a mass balance of perfectly mixed air, which has an exact solution as long as
/// nobody comes or goes (Persily and de Jonge 2017 give 0.018 m3/h of CO2 for a seated pupil).
struct Room: AssetModel {
  static let watchedQuantities: [Quantity] = [.co2, .temperature]
  static let reportIntervals: [Duration] = [.seconds(600)]

  private static let stepLength = Duration.seconds(60)
  private static let outdoorCO2 = 420.0
  private static let co2PerPupil = 0.018  // m3/h
  private static let waterPerPupil = 45.0  // g/h
  private static let warmthPerPupil = 70.0  // W

  private var random: RandomSource
  private let volume: Double  // m3
  private let capacity: Double
  /// Air changes an hour through gaps, or by the building's ventilation.
  private let tightness: Double
  /// At what CO2 this teacher thinks of the window, in ppm.
  private let patience: Double

  private var pupils = 0.0
  private var lesson: Int?
  private var windowClosesAt: Timestamp?
  private var co2: Double
  private var temperature: Double
  private var water: Double  // g/m3
  private var motion = 0.0
  private var light = 0.0

  init(
    _ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource
  ) throws(ParameterError) {
    self.random = random
    volume = try asset.parameters.number("volume_m3", in: 10...100_000, else: 180)
    capacity = try asset.parameters.number("capacity", in: 1...10_000, else: 24)
    tightness = self.random.chance(0.3) ? self.random.uniform(1.8...3) : self.random.uniform(0.25...0.7)
    patience = self.random.uniform(900...1900)
    co2 = Self.outdoorCO2 + self.random.uniform(0...90)
    temperature = max(17, world.temperature(start))
    water = world.absoluteHumidity(start)
  }

  mutating func advance(to now: Timestamp, in world: World) -> Step {
    let local = world.local(now)
    followTimetable(local)
    mindWindow(now)
    mixAir(now, in: world)
    light = brightness(local)
    motion = pupils == 0 ? 0 : (pupils * 0.6).rounded(.up)
    return Step(next: now + Self.stepLength)
  }

  private mutating func followTimetable(_ local: LocalTime) {
    let current = Timetable.lesson(at: local)
    guard current != lesson else { return }
    lesson = current
    let hasClass = current != nil && random.chance(0.88)
    pupils = hasClass ? (capacity * random.uniform(0.65...1)).rounded() : 0
    if pupils == 0, current == nil, random.chance(0.35) { windowClosesAt = .distantPast }  // To be opened.
  }

  private mutating func mindWindow(_ now: Timestamp) {
    if let closing = windowClosesAt {
      if closing == .distantPast {
        windowClosesAt = now + .seconds(random.uniform(8...20) * 60)
      } else if now >= closing {
        windowClosesAt = nil
      }
    } else if pupils > 0, co2 > patience, random.chance(0.04) {
      windowClosesAt = now + .seconds(random.uniform(5...15) * 60)
    }
  }

  private mutating func mixAir(_ now: Timestamp, in world: World) {
    let hours = Self.stepLength.inSeconds / 3600
    let changes = tightness + (windowClosesAt == nil ? 0 : 5)
    let kept = Elementary.exp(-changes * hours)
    let settledCO2 = Self.outdoorCO2 + pupils * Self.co2PerPupil / (changes * volume) * 1e6
    co2 = settledCO2 + (co2 - settledCO2) * kept
    let settledWater =
      world.absoluteHumidity(now) + pupils * Self.waterPerPupil / (changes * volume)
    water = settledWater + (water - settledWater) * kept
    warm(by: hours, changes: changes, outdoors: world.temperature(now))
    water = min(water, Humidity.saturation(temperature))
  }

  /// Walls store far more than the air: the room follows its heating within hours.
  private mutating func warm(by hours: Double, changes: Double, outdoors: Double) {
    let target = max(pupils > 0 ? 20.5 : 17.5, min(outdoors, 27))
    let gain = pupils * Self.warmthPerPupil / 900 * hours
    let draught = (outdoors - temperature) * (changes - tightness) * 0.03 * hours
    temperature += (target - temperature) * 0.4 * hours + gain + draught
  }

  private func brightness(_ local: LocalTime) -> Double {
    let daylight = max(0, Elementary.sin(.pi * (local.hour - 6) / 15)) * 250
    let hours = local.hour > 6 && local.hour < 21
    return (hours ? daylight : 0) + (pupils > 0 ? 320 : 0)
  }

  var state: Measurements {
    [
      .co2: co2,
      .temperature: temperature,
      .humidity: min(100, 100 * water / Humidity.saturation(temperature)),
      .illuminance: light,
      .motion: motion,
    ]
  }

  var conditions: Conditions { Conditions([.co2Above1000: co2 > 1000]) }
}

/// A school week: two lessons' time in the morning, one after noon, none on Wednesday afternoon.
private enum Timetable {
  /// The number of the lesson that is held, or `nil`.
  static func lesson(at local: LocalTime) -> Int? {
    guard local.isWorkday else { return nil }
    let minute = local.secondOfDay / 60
    let lessons: [Range<Double>] = [
      510..<560, 560..<610, 630..<680, 680..<730, 800..<850, 850..<900, 910..<960,
    ]
    guard let index = lessons.firstIndex(where: { $0.contains(minute) }) else { return nil }
    return local.weekday == 2 && index >= 4 ? nil : index
  }
}
