import Model

/// A building: what it used in each hour, day and week, from a meter's running total.
///
/// Between two readings of the total the use is taken as even. A total that goes back is a meter that rolled
/// over (`meter_max_wh`) or was replaced: then nothing is known of the time between. Gaps of more than
/// `gap_h` stay gaps. What it saved is against a year of before (`baseline_kwh_year`) in equal days: plain, without the
/// weather, so only whole years say something; with a measured building it told 12.8 % where 10 % were saved.
///
/// A value of an hour, day or week stands at its beginning, and is said when it is over.
struct Building: KindState {
  static let quantities = QuantitySet(.energy)
  static let memory = 48

  /// What holds for a building.
  final class Terms: Sendable {
    let calendar: LocalCalendar
    /// When it is in use; `nil` when not known.
    let hours: OpeningHours?
    let meterMax: Double?
    /// What the connection carries at most, in W.
    let connection: Double?
    /// How near to its end a meter rolls over, as a share of it.
    let rollOver: Double
    /// Which share of the hours outside opening hours is the base.
    let baseHours: Double
    /// In square metres.
    let area: Double?
    /// What it used in a year before, in Wh a day.
    let baseline: Double?
    let gap: Duration
    let hourKnown: Duration
    let nightFrom: Int
    let nightTo: Int

    init(_ parameters: Parameters, _ calendar: LocalCalendar) {
      self.calendar = calendar
      hours = parameters["active"].flatMap { try? OpeningHours($0) }
      meterMax = parameters.number(Limits.meterMaxKey)
      let tolerance = 1 + parameters.value(Limits.connectionTolerance) / 100
      connection = parameters.number(Limits.connectionKey).map { $0 * tolerance }
      rollOver = parameters.value(Limits.rollOver) / 100
      baseHours = parameters.value(Limits.baseHours) / 100
      area = parameters.number(Limits.areaKey).flatMap { $0 > 0 ? $0 : nil }
      baseline = parameters.number(Limits.baselineKey).map { $0 * 1000 / 365 }
      gap = .seconds(parameters.value(Limits.gap) * 3600)
      hourKnown = .seconds(parameters.value(Limits.hourKnown) * 36)
      nightFrom = Int(parameters.value(Limits.nightFrom) * 3600)
      nightTo = Int(parameters.value(Limits.nightTo) * 3600)
    }

    func isNight(_ moment: Timestamp) -> Bool {
      let second = calendar.localTime(at: moment).second
      return second >= nightFrom || second < nightTo
    }
  }

  private var at = Timestamp.distantPast
  private var total = 0.0
  private var hour = Timestamp.distantPast
  private var hourEnergy = 0.0
  private var hourKnown = Duration.zero
  /// The hours of the day that runs; not-a-number where not known.
  private var hours = InlineArray<25, Double>(repeating: .nan)
  private var week = Week()

  private struct Week: BitwiseCopyable {
    var days = 0
    var energy = 0.0
    var weekend = 0.0
  }

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    defer {
      at = reading.at
      total = reading.value
    }
    guard at > .distantPast, reading.at - at < .seconds(60 * 86_400) else {
      self = Building()
      hour = terms.calendar.period(.hour, containing: reading.at).lowerBound
      return
    }
    guard reading.at > at else { return }
    let used = used(upTo: reading, terms)
    let length = (reading.at - at).inSeconds
    var start = at
    while start < reading.at {
      let end = min(reading.at, hour + .seconds(3600))
      if let used {
        hourEnergy += used * (end - start).inSeconds / length
        hourKnown += end - start
      }
      start = end
      if end == hour + .seconds(3600) { closeHour(terms, &results) }
    }
  }

  /// What was used since the reading before; `nil` when that can't be told.
  private func used(upTo reading: Reading, _ terms: Terms) -> Double? {
    guard reading.at - at <= terms.gap else { return nil }
    var used = reading.value - total
    if used < 0, let most = terms.meterMax, total > (1 - terms.rollOver) * most,
      reading.value < terms.rollOver * most
    {
      used += most
    }
    guard used >= 0 else { return nil }
    // More than the connection carries is another meter, too; a meter counts in whole watt-hours.
    if let connection = terms.connection, used > connection * (reading.at - at).inSeconds / 3600 + 1 {
      return nil
    }
    return used
  }

  private mutating func closeHour(_ terms: Terms, _ results: inout KindResults) {
    let day = terms.calendar.period(.day, containing: hour)
    if hourKnown >= terms.hourKnown {
      results.add(.energyHour, hourEnergy, at: hour)
      let place = Int((hour - day.lowerBound).inSeconds / 3600)
      if (0..<25).contains(place) { hours[place] = hourEnergy }
    }
    hour = hour + .seconds(3600)
    hourEnergy = 0
    hourKnown = .zero
    if hour >= day.upperBound { closeDay(day, terms, &results) }
  }

  private mutating func closeDay(_ day: Range<Timestamp>, _ terms: Terms, _ results: inout KindResults) {
    let count = min(25, Int(((day.upperBound - day.lowerBound).inSeconds / 3600).rounded()))
    var energy = 0.0
    var night = 0.0
    for place in 0..<count {
      energy += hours[place]
      if terms.isNight(day.lowerBound + .seconds(3600 * place)) { night += hours[place] }
    }
    if !energy.isNaN {
      results.add(.energyDay, energy, at: day.lowerBound)
      if let area = terms.area { results.add(.energyPerArea, energy / 1000 / area, at: day.lowerBound) }
      if let baseline = terms.baseline {
        results.add(.baselineEnergy, baseline, at: day.lowerBound)
        results.add(.savedEnergy, baseline - energy, at: day.lowerBound)
      }
      if energy > 0 { results.add(.nightShare, 100 * night / energy, at: day.lowerBound) }
      if let load = baseLoad(day, count, terms) { results.add(.baseLoad, load, at: day.lowerBound) }
    }
    closeDayOfWeek(day, energy, terms, &results)
    hours = InlineArray(repeating: .nan)
  }

  /// The mean power of the lowest of the hours in which it is not in use.
  private func baseLoad(_ day: Range<Timestamp>, _ count: Int, _ terms: Terms) -> Double? {
    var idle = InlineArray<25, Double>(repeating: .infinity)
    var found = 0
    for place in 0..<count {
      let start = day.lowerBound + .seconds(3600 * place)
      if let opening = terms.hours, opening.isOpen(at: start, terms.calendar) { continue }
      var spot = found
      while spot > 0, idle[spot - 1] > hours[place] {
        idle[spot] = idle[spot - 1]
        spot -= 1
      }
      idle[spot] = hours[place]
      found += 1
    }
    guard found >= 2 else { return nil }
    let taken = min(found, max(2, Int(terms.baseHours * Double(found))))
    var sum = 0.0
    for place in 0..<taken { sum += idle[place] }
    return sum / Double(taken)
  }

  private mutating func closeDayOfWeek(
    _ day: Range<Timestamp>, _ energy: Double, _ terms: Terms, _ results: inout KindResults
  ) {
    let weekday = terms.calendar.day(at: day.lowerBound).weekday
    if weekday == 0 { week = Week() }
    if !energy.isNaN {
      week.days += 1
      week.energy += energy
      if weekday >= 5 { week.weekend += energy }
    }
    guard weekday == 6, week.days == 7, week.energy > 0 else { return }
    let start = terms.calendar.period(.week, containing: day.lowerBound).lowerBound
    results.add(.weekendShare, 100 * week.weekend / week.energy, at: start)
  }
}
