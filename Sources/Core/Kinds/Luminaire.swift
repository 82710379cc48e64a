import Model

/// A street lamp: whether it is lit when it should be, and what the lamp before it would have used.
///
/// It should be lit when the sun at its place is low enough. Around dusk and dawn, where photocells differ,
/// nothing is judged. It is judged by its power where that is known, else by what the controller says of it;
/// what is wrong must be so for `fault_after_min` of readings before it is said, and stays said until a reading
/// shows the opposite.
///
/// For how long it was lit is counted from noon to noon by the city's clocks, and said when that is over and three
/// quarters of its dark hours are known (`valid_percent`). What a reading says holds for at most `lit_hold_h`. A lamp that
/// was out whenever it should have been lit, for `failed_nights` such nights in a row, has failed.
struct Luminaire: KindState {
  static let quantities = QuantitySet([.power, .energy, .dimLevel, .lampOn])
  static let memory = 48

  /// What holds for a lamp.
  final class Terms: Sendable {
    let place: Location?
    let calendar: LocalCalendar
    let plan: DimmingPlan
    /// What it takes undimmed, in W; `nil` when unknown.
    let rated: Double?
    /// What the lamp before it took, in W; `nil` when there is no baseline.
    let full: Double?
    let switchAltitude: Double
    let twilight: Double
    let litShare: Double
    let dimTolerance: Double
    let faultAfter: Duration
    /// For so many nights in a row a lamp is out that has failed.
    let failedNights: Int
    /// For how long a reading says at most whether the lamp is lit.
    let hold: Duration
    /// The share of the dark hours that must be known, 0 to 1.
    let valid: Double

    init(_ asset: Asset, _ calendar: LocalCalendar) {
      let parameters = asset.parameters
      place = asset.location
      self.calendar = calendar
      plan = parameters["dimming"].flatMap(DimmingPlan.init) ?? .none
      rated = parameters.number("rated_w").flatMap { $0 > 0 ? $0 : nil }
      full = parameters.number("full_w").flatMap { $0 > 0 ? $0 : nil }
      switchAltitude = parameters.value(Limits.switchAltitude)
      twilight = parameters.value(Limits.twilight)
      litShare = parameters.value(Limits.litShare) / 100
      dimTolerance = parameters.value(Limits.dimTolerance)
      faultAfter = .seconds(parameters.value(Limits.faultAfter) * 60)
      failedNights = Int(parameters.value(Limits.failedNights))
      hold = .seconds(parameters.value(Limits.litHold) * 3600)
      valid = parameters.value(Limits.valid) / 100
    }

    /// Whether the lamp should be lit; `nil` in twilight and where the place is not known.
    func isExpected(at moment: Timestamp) -> Bool? {
      guard let place else { return nil }
      let altitude = SolarAltitude.degrees(at: moment, place) - switchAltitude
      return abs(altitude) < twilight ? nil : altitude < 0
    }

    /// Whether it is dark enough for lamps; `nil` where the place is not known.
    func isDark(at moment: Timestamp) -> Bool? {
      place.map { SolarAltitude.degrees(at: moment, $0) < switchAltitude }
    }

    /// For how many hours of a stretch of at most some hours a lamp that is not dimmed burns; `nil` where the
    /// place is not known.
    func burningHours(in stretch: Range<Timestamp>) -> Double? {
      guard let place else { return nil }
      let isDark = { [switchAltitude] in SolarAltitude.degrees(at: $0, place) < switchAltitude }
      let hours = (stretch.upperBound - stretch.lowerBound).inSeconds / 3600
      let startsDark = isDark(stretch.lowerBound)
      guard startsDark != isDark(stretch.upperBound) else { return startsDark ? hours : 0 }
      var low = stretch.lowerBound
      var high = stretch.upperBound
      while high - low > .seconds(10) {
        let middle = low + .nanoseconds((high - low).wholeNanoseconds / 2)
        if isDark(middle) == startsDark { low = middle } else { high = middle }
      }
      let before = (low - stretch.lowerBound).inSeconds / 3600
      return startsDark ? before : hours - before
    }
  }

  /// Something that is wrong when it has been so for long enough.
  private struct Fault: BitwiseCopyable {
    private(set) var isSaid = false
    private var since = Timestamp.distantFuture
    /// When what is said began.
    private var began = Timestamp.distantPast

    /// `nil` when this reading can't tell.
    /// - Returns: for how long something was wrong that was said and is right again.
    @discardableResult
    mutating func note(_ isWrong: Bool?, at: Timestamp, after: Duration) -> Duration? {
      guard let isWrong else {
        since = .distantFuture
        return nil
      }
      guard !isWrong else {
        since = min(since, at)
        if !isSaid, at - since >= after {
          isSaid = true
          began = since
        }
        return nil
      }
      defer { self = Fault() }
      return length(at: at)
    }

    /// For how long what is said has been wrong; `nil` when nothing is.
    func length(at: Timestamp) -> Duration? { isSaid ? at - began : nil }
  }

  /// In so short a time the sun passes a height at most once.
  private static let longestGap = Duration.seconds(6 * 3600)

  private var hasPower = false
  private var hasDimLevel = false
  private var isLit = false
  private var dead = Fault()
  private var dayBurner = Fault()
  private var stuck = Fault()
  private var energyAt = Timestamp.distantPast
  private var energyTotal = 0.0
  private var burning = BurnNight()

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    switch reading.quantity {
    case .power:
      hasPower = hasPower || terms.rated != nil
      if let rated = terms.rated { judge(power: reading.value, rated, reading.at, terms, &results) }
    case .lampOn where !hasPower: judge(isLit: reading.value >= 0.5, reading.at, terms, &results)
    case .dimLevel:
      hasDimLevel = true
      judge(level: reading.value, reading.at, terms, &results)
    case .energy: saySaving(reading, terms, &results)
    default: break
    }
  }

  private mutating func judge(
    power: Double, _ rated: Double, _ at: Timestamp, _ terms: Terms, _ results: inout KindResults
  ) {
    let level = terms.plan.level(at: at, terms.calendar)
    judge(isLit: power >= terms.litShare * rated * level / 100, at, terms, &results)
    if !hasDimLevel { judge(level: 100 * power / rated, at, terms, &results) }
  }

  private mutating func judge(isLit: Bool, _ at: Timestamp, _ terms: Terms, _ results: inout KindResults) {
    self.isLit = isLit
    let isExpected = terms.isExpected(at: at)
    // A lamp that is dimmed to nothing need not be lit.
    let mustBeLit = isExpected == true && terms.plan.level(at: at, terms.calendar) > 0
    burning.take(isLit: isLit, mustBeLit: mustBeLit, at, terms, &results)
    guard let isExpected else {
      dead.note(nil, at: at, after: terms.faultAfter)
      dayBurner.note(nil, at: at, after: terms.faultAfter)
      return
    }
    if let repair = dead.note(mustBeLit ? !isLit : nil, at: at, after: terms.faultAfter) {
      results.add(.repairTime, repair.inSeconds / 3600, at: at)
      results.add(.outFor, 0, at: at)
    }
    if let length = dead.length(at: at) { results.add(.outFor, length.inSeconds / 3600, at: at) }
    dayBurner.note(isExpected ? nil : isLit, at: at, after: terms.faultAfter)
    results.add(.lampExpected, mustBeLit ? 1 : 0, at: at)
    results.add(.lampDead, dead.isSaid ? 1 : 0, at: at)
    results.add(.dayBurner, dayBurner.isSaid ? 1 : 0, at: at)
  }

  /// The level is judged where it is lit, and where the plan has asked for the same for a while.
  private mutating func judge(
    level: Double, _ at: Timestamp, _ terms: Terms, _ results: inout KindResults
  ) {
    // A lamp that dims as nobody has said is at no wrong level.
    guard terms.plan != .none else { return }
    let wanted = terms.plan.level(at: at, terms.calendar)
    let isSettled = terms.plan.level(at: at - .seconds(600), terms.calendar) == wanted
    let canTell = isSettled && isLit && terms.isExpected(at: at) == true
    let isWrong = canTell ? abs(level - wanted) > terms.dimTolerance : nil
    stuck.note(isWrong, at: at, after: terms.faultAfter)
    results.add(.dimStuck, stuck.isSaid ? 1 : 0, at: at)
  }

  /// What the lamp before this one would have used since the meter was read before, and how much more that is than
  /// what was used; nothing over a long gap, or when the meter is another one.
  private mutating func saySaving(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    let at = reading.at
    defer {
      energyAt = at
      energyTotal = reading.value
    }
    guard let full = terms.full, results.isHeard, at - energyAt <= Self.longestGap, at > energyAt,
      reading.value >= energyTotal, let hours = terms.burningHours(in: energyAt..<at)
    else { return }
    results.add(.baselineEnergy, full * hours, at: at)
    results.add(.savedEnergy, full * hours - (reading.value - energyTotal), at: at)
  }
}
