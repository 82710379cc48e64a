import Model

/// A room: whether it is in use, how good its air is then, and how fast the air is changed.
///
/// In use is the timetable where there is one (`active`); else CO2 tells: it rises fast, or is far above the
/// outdoor air. The class of the air is that of the chosen standard, and counts only in use. When people have
/// left, CO2 falls as `exp(-n t)` towards the outdoor air: the line through its logarithm gives the air
/// changes `n` per hour (tracer decay, ASTM E741), said when the fall is over and only when the line fits.
struct Room: KindState {
  static let quantities = QuantitySet(.co2)
  static let memory = 48

  /// What holds for a room.
  struct Terms: Sendable {
    /// The upper ends of the classes in ppm.
    let limits: [Double]
    /// What usually has to be kept, in ppm.
    let usual: Double
    let outdoor: Double
    let useAbove: Double
    let useRise: Double
    let hours: OpeningHours?
    let calendar: LocalCalendar
    let hysteresis: Double
    let decayFrom: Double
    let decayFit: Double
    let noise: Double

    init(_ parameters: Parameters, _ calendar: LocalCalendar) {
      outdoor = parameters.value(Limits.outdoorCO2)
      let standard = parameters["co2_standard"].flatMap(AirStandard.init(rawValue:)) ?? .belgium
      let usualLimits = standard.limits(outdoor: outdoor)
      limits = parameters.values(Limits.co2Limits, otherwise: usualLimits)
      usual = parameters.number(Limits.co2LimitKey) ?? usualLimits[standard.usual]
      useAbove = outdoor + parameters.value(Limits.useAbove)
      useRise = parameters.value(Limits.useRise)
      hours = parameters["active"].flatMap { try? OpeningHours($0) }
      self.calendar = calendar
      hysteresis = parameters.value(Limits.ventilateHysteresis)
      decayFrom = parameters.value(Limits.decayFrom)
      decayFit = parameters.value(Limits.decayFit)
      noise = parameters.value(Limits.co2Noise)
    }
  }

  private var at = Timestamp.distantPast
  private var recent = RecentCO2()
  private var isStuffy = false
  private var decay = Decay()

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    follow(reading, terms, &results)
    let isInUse = isInUse(reading, terms)
    results.add(.inUse, isInUse ? 1 : 0, at: reading.at)
    if isInUse {
      results.add(.airClass, Double(1 + terms.limits.count { reading.value > $0 }), at: reading.at)
    }
    isStuffy = reading.value > (isStuffy ? terms.usual - terms.hysteresis : terms.usual)
    results.add(.ventilate, isInUse && isStuffy ? 1 : 0, at: reading.at)
    at = reading.at
    recent.add(reading)
  }

  private func isInUse(_ reading: Reading, _ terms: Terms) -> Bool {
    if let hours = terms.hours { return hours.isOpen(at: reading.at, terms.calendar) }
    return reading.value > terms.useAbove || recent.rise(to: reading) > terms.useRise
  }

  /// The readings of the last while, a few minutes apart: a sensor that reports each minute is noisier than what rises
  /// in a minute.
  private struct RecentCO2: BitwiseCopyable {
    private static let spacing = Duration.seconds(170)
    private static let longest = Duration.seconds(1800)

    /// The newest first.
    private var times = InlineArray<6, Timestamp>(repeating: .distantPast)
    private var values = InlineArray<6, Double>(repeating: .nan)

    mutating func add(_ reading: Reading) {
      guard reading.at - times[0] >= Self.spacing else { return }
      for place in (1..<6).reversed() {
        times[place] = times[place - 1]
        values[place] = values[place - 1]
      }
      times[0] = reading.at
      values[0] = reading.value
    }

    /// How much CO2 rises in 15 minutes up to a reading: measured over at least that, where so much is known. Nothing
    /// when it has begun to fall, and over a gap, which may be anything.
    func rise(to reading: Reading) -> Double {
      var rise = 0.0
      var isFirst = true
      for place in 0..<6 {
        let age = reading.at - times[place]
        guard age >= .seconds(240) else { continue }
        guard age <= Self.longest else { break }
        if isFirst, reading.value < values[place] { return 0 }
        isFirst = false
        rise = (reading.value - values[place]) / (age.inSeconds / 900)
        if age >= .seconds(840) { break }
      }
      return rise
    }
  }

  // MARK: - Decay

  /// A fall of CO2 and the sums of the line through its logarithm.
  private struct Decay: BitwiseCopyable {
    /// From where it falls: a reading that is clearly below begins it.
    var peak = -Double.infinity
    /// How far it has fallen.
    var lowest = Double.infinity
    var start = Timestamp.distantPast
    var last = Timestamp.distantPast
    var first = 0.0
    var newest = 0.0
    var count = 0.0
    var t = 0.0
    var y = 0.0
    var tt = 0.0
    var ty = 0.0
    var yy = 0.0

    mutating func add(_ excess: Double, at: Timestamp) {
      if count == 0 {
        start = at
        first = excess
      }
      last = at
      newest = excess
      let hours = (at - start).inSeconds / 3600
      let logarithm = Elementary.log(excess)
      count += 1
      t += hours
      y += logarithm
      tt += hours * hours
      ty += hours * logarithm
      yy += logarithm * logarithm
    }

    /// Minus the slope per hour; `nil` when the fall is too short, as it may be with people in the room, or is no
    /// exponential.
    func rate(fit: Double) -> Double? {
      guard count >= 5, newest <= first / 2, last - start >= .seconds(1200) else { return nil }
      let sxx = tt - t * t / count
      let sxy = ty - t * y / count
      let syy = yy - y * y / count
      guard sxx > 0, syy > 0, sxy < 0, sxy * sxy / (sxx * syy) >= fit else { return nil }
      return -sxy / sxx
    }
  }

  /// A fall begins far above the outdoor air, and is over when CO2 no longer falls, or is near it.
  private mutating func follow(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    let excess = reading.value - terms.outdoor
    let goesOn = excess <= decay.lowest + terms.noise && reading.at - at <= .seconds(1800)
    if goesOn, excess > 60, decay.lowest < .infinity {
      decay.lowest = min(decay.lowest, excess)
      if decay.count > 0 || (excess >= terms.decayFrom && excess < decay.peak - terms.noise) {
        decay.add(excess, at: reading.at)
      }
      return
    }
    if let rate = decay.rate(fit: terms.decayFit) { results.add(.airChanges, rate, at: decay.last) }
    decay = Decay()
    decay.peak = excess
    if excess >= terms.decayFrom { decay.lowest = excess }
  }
}
