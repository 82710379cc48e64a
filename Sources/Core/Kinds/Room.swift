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
  final class Terms: Sendable {
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

  // A city may have a million of these: no more digits than a sensor has, and short times where they are enough.

  private var at = Timestamp.distantPast
  private var recent = RecentCO2()
  private var decay = Decay()
  private var isStuffy = false

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    if reading.at - at > RecentCO2.longest { recent = RecentCO2() }
    follow(reading, terms, &results)
    let isInUse = isInUse(reading, terms)
    results.add(.inUse, isInUse ? 1 : 0, at: reading.at)
    if isInUse {
      results.add(.airClass, Double(1 + terms.limits.count { reading.value > $0 }), at: reading.at)
    }
    isStuffy = reading.value > (isStuffy ? terms.usual - terms.hysteresis : terms.usual)
    results.add(.ventilate, isInUse && isStuffy ? 1 : 0, at: reading.at)
    recent.add(reading)
    at = reading.at
  }

  private func isInUse(_ reading: Reading, _ terms: Terms) -> Bool {
    if let hours = terms.hours { return hours.isOpen(at: reading.at, terms.calendar) }
    return reading.value > terms.useAbove || recent.rise(to: reading) > terms.useRise
  }

  /// The readings of the last while, a few minutes apart: a sensor that reports each minute is noisier than what rises
  /// in a minute.
  private struct RecentCO2: BitwiseCopyable {
    private static let spacing = Duration.seconds(170)
    /// After a pause of more than this nothing is known.
    static let longest = Duration.seconds(1800)

    /// The newest first, in milliseconds of a clock that begins anew every 49 days.
    private var times = InlineArray<6, UInt32>(repeating: 0)
    private var values = InlineArray<6, Float>(repeating: .nan)

    private static func time(_ reading: Reading) -> UInt32 {
      UInt32(truncatingIfNeeded: reading.at.milliseconds)
    }

    private func age(_ place: Int, at reading: Reading) -> Duration {
      .milliseconds(Int64(Self.time(reading) &- times[place]))
    }

    mutating func add(_ reading: Reading) {
      guard values[0].isNaN || age(0, at: reading) >= Self.spacing else { return }
      for place in (1..<6).reversed() {
        times[place] = times[place - 1]
        values[place] = values[place - 1]
      }
      times[0] = Self.time(reading)
      values[0] = Float(reading.value)
    }

    /// How much CO2 rises in 15 minutes up to a reading: measured over at least that, where so much is known. Nothing
    /// when it has begun to fall, and over a gap, which may be anything.
    func rise(to reading: Reading) -> Double {
      let value = Float(reading.value)
      var rise = 0.0
      var isFirst = true
      for place in 0..<6 where !values[place].isNaN {
        let age = age(place, at: reading)
        guard age >= .seconds(240) else { continue }
        guard age <= Self.longest else { break }
        if isFirst, value < values[place] { return 0 }
        isFirst = false
        rise = Double(value - values[place]) / (age.inSeconds / 900)
        if age >= .seconds(840) { break }
      }
      return rise
    }
  }

  // MARK: - Decay

  /// A fall of CO2 and the sums of the line through its logarithm.
  private struct Decay: BitwiseCopyable {
    private var start = Timestamp.distantPast
    /// The reading before the fall, which one that is clearly below begins; in the fall its first.
    private(set) var top = -Float.infinity
    /// How far it has fallen.
    private(set) var lowest = Float.infinity
    private var newest: Float = 0
    private var count: UInt32 = 0
    // In hours since the first reading of the fall, and in logarithms of the share of it that is left.
    private var t: Float = 0
    private var y: Float = 0
    private var tt: Float = 0
    private var ty: Float = 0
    private var yy: Float = 0

    /// What may become a fall, after a reading; only when it is `high` enough.
    init(from excess: Double, high: Bool) {
      top = Float(excess)
      if high { lowest = top }
    }

    /// Nothing is known.
    init() {}

    mutating func add(_ excess: Double, at: Timestamp, isFalling: Bool) {
      let excess = Float(excess)
      lowest = min(lowest, excess)
      guard count > 0 || isFalling else { return }
      if count == 0 {
        start = at
        top = excess
      }
      newest = excess
      let hours = Float((at - start).inSeconds / 3600)
      let logarithm = Float(Elementary.log(Double(excess / top)))
      count += 1
      t += hours
      y += logarithm
      tt += hours * hours
      ty += hours * logarithm
      yy += logarithm * logarithm
    }

    /// Minus the slope per hour of the fall whose last reading was at `end`; `nil` when it is too short, as it may be
    /// with people in the room, or is no exponential.
    func rate(until end: Timestamp, fit: Double) -> Double? {
      guard count >= 5, newest <= top / 2, end - start >= .seconds(1200) else { return nil }
      let (count, t, y) = (Double(count), Double(t), Double(y))
      let sxx = Double(tt) - t * t / count
      let sxy = Double(ty) - t * y / count
      let syy = Double(yy) - y * y / count
      guard sxx > 0, syy > 0, sxy < 0, sxy * sxy / (sxx * syy) >= fit else { return nil }
      return -sxy / sxx
    }
  }

  /// A fall begins far above the outdoor air, and is over when CO2 no longer falls, or is near it.
  private mutating func follow(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    let excess = reading.value - terms.outdoor
    let goesOn = excess <= Double(decay.lowest) + terms.noise && reading.at - at <= .seconds(1800)
    if goesOn, excess > 60, decay.lowest < .infinity {
      let isFalling = excess >= terms.decayFrom && excess < Double(decay.top) - terms.noise
      decay.add(excess, at: reading.at, isFalling: isFalling)
      return
    }
    if let rate = decay.rate(until: at, fit: terms.decayFit) { results.add(.airChanges, rate, at: at) }
    decay = Decay(from: excess, high: excess >= terms.decayFrom)
  }
}
