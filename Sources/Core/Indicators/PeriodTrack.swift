import Model

/// An indicator with values for periods of the calendar.
///
/// It is gathered day by day, and a period is the sum of its days; one of an hour is gathered by itself. What a reading
/// changes is taken out and put in again, so that a day is always right for what is known, in whatever order it came.
struct PeriodTrack: Sendable {
  /// A day of the city, of 23 to 25 hours; or an hour, where the periods are hours.
  private struct Day {
    let hours: Range<Timestamp>
    /// What counts of it, for each of the different hours that there are.
    let parts: [[Range<Timestamp>]]
    var tallies: TallyTable
    /// Whether it must be gathered anew, since a least or greatest value can't be taken out.
    var isStale = false
  }

  private struct Period {
    let days: Range<Timestamp>
    /// The sum of its days that are final.
    var settled: TallyTable
    /// Whether a late reading has changed it since it was last told.
    var isDirty = false
    /// What was told, by scope.
    var told: [IndicatorValue?]
  }

  let number: Int
  let indicator: Indicator
  let inputs: [AssetInput]
  private let length: LocalCalendar.Period
  /// In what it is gathered.
  private var dayLength: LocalCalendar.Period { length == .hour ? .hour : .day }
  private let hours: CountedHours
  private let scopeCount: Int
  private var days: [Day] = []
  private var periods: [Period] = []

  init(
    _ number: Int, _ indicator: Indicator, over length: LocalCalendar.Period, _ hours: CountedHours,
    _ scopes: Scopes, _ series: inout IndicatorSeries
  ) {
    self.number = number
    self.indicator = indicator
    self.length = length
    self.hours = hours
    scopeCount = indicator.definition.isPerDistrict ? scopes.names.count + 1 : 1
    let definition = indicator.definition
    inputs = (indicator.aggregates + indicator.sources + indicator.soFars).map {
      AssetInput($0, maxAge: definition.maxAge, in: &series, for: definition.finalAfter + .seconds(26 * 3600))
    }
  }

  private func isOpen(_ end: Timestamp, _ now: Timestamp) -> Bool {
    end + indicator.definition.finalAfter > now
  }

  // MARK: - Readings

  /// Adds how an asset was, with `sign` -1 takes it out, while a reading says how things are.
  mutating func change(
    _ sign: Int128, input: Int, asset: Int, in reign: Range<Timestamp>, now: Timestamp, _ scopes: Scopes,
    _ series: borrowing IndicatorSeries, _ calendar: LocalCalendar
  ) {
    var moment = reign.lowerBound
    let end = min(reign.upperBound, moment + indicator.definition.maxAge)
    while moment < end {
      let index = self.day(containing: moment, calendar)
      let day = days[index].hours
      if isOpen(day.upperBound, now) {
        let stretch = (moment..<end).clamped(to: day)
        let tally = hours.tally(sign, inputs[input], asset: asset, in: stretch, of: days[index].parts, series)
        days[index].tallies.add(tally, input: input, scope: scopes.scope(ofAsset: asset))
        days[index].isStale = true
        markPeriod(of: moment)
      }
      moment = day.upperBound
    }
  }

  private mutating func day(containing moment: Timestamp, _ calendar: LocalCalendar) -> Int {
    var place = days.count
    while place > 0, days[place - 1].hours.lowerBound > moment { place -= 1 }
    if place > 0, days[place - 1].hours.contains(moment) { return place - 1 }
    days.insert(emptyDay(calendar.period(dayLength, containing: moment), calendar), at: place)
    return place
  }

  private func emptyDay(_ hours: Range<Timestamp>, _ calendar: LocalCalendar) -> Day {
    Day(
      hours: hours, parts: self.hours.parts(of: hours, calendar),
      tallies: TallyTable(scopes: scopeCount, inputs: inputs.count))
  }

  private mutating func markPeriod(of moment: Timestamp) {
    for index in periods.indices.reversed() where periods[index].days.contains(moment) {
      periods[index].isDirty = true
      return
    }
  }

  /// An alert turns out to have fired then: it was open when periods ended that are not final, and this is about alerts.
  mutating func alertFired(at moment: Timestamp, now: Timestamp) {
    for index in periods.indices
    where periods[index].days.upperBound >= moment && isOpen(periods[index].days.upperBound, now) {
      periods[index].isDirty = true
    }
  }

  // MARK: - Time

  /// Tells how far the period that lasts has come at `moment`.
  mutating func tellRunning(
    at moment: Timestamp, _ alerts: [OpenAlert], _ scopes: Scopes, _ series: borrowing IndicatorSeries,
    _ calendar: LocalCalendar, _ effects: inout Effects
  ) {
    guard let last = periods.last, last.days.contains(moment) else { return }
    tell(periods.count - 1, at: moment, alerts, scopes, series, calendar, &effects)
  }

  /// Tells what is new at `moment`: the periods that have ended and those that late readings have changed.
  mutating func pass(
    _ moment: Timestamp, _ alerts: [OpenAlert], _ scopes: Scopes, _ series: borrowing IndicatorSeries,
    _ calendar: LocalCalendar, _ effects: inout Effects
  ) {
    if periods.isEmpty { begin(calendar.period(length, containing: moment)) }
    while let last = periods.last, last.days.upperBound <= moment {
      periods[periods.count - 1].isDirty = true
      begin(calendar.period(length, containing: last.days.upperBound))
    }
    for index in periods.indices where periods[index].isDirty && periods[index].days.upperBound <= moment {
      periods[index].isDirty = false
      tell(index, at: periods[index].days.upperBound, alerts, scopes, series, calendar, &effects)
    }
    settle(moment, scopes, series, calendar)
    forget(moment)
  }

  private mutating func begin(_ days: Range<Timestamp>) {
    periods.append(emptyPeriod(days))
  }

  private func emptyPeriod(_ days: Range<Timestamp>) -> Period {
    Period(
      days: days, settled: TallyTable(scopes: scopeCount, inputs: inputs.count),
      told: Array(repeating: nil, count: scopeCount))
  }

  /// Adds the days that are final to their periods: so a year costs no more than a day.
  private mutating func settle(
    _ moment: Timestamp, _ scopes: Scopes, _ series: borrowing IndicatorSeries, _ calendar: LocalCalendar
  ) {
    for index in days.indices.reversed() where !isOpen(days[index].hours.upperBound, moment) {
      let start = days[index].hours.lowerBound
      guard let period = periods.firstIndex(where: { $0.days.contains(start) }) else { continue }
      freshen(index, scopes, series, calendar)
      periods[period].settled.add(days[index].tallies)
      days.remove(at: index)
    }
  }

  /// Lets go what is final and no part of a period that is not, and periods that no trend looks at.
  private mutating func forget(_ moment: Timestamp) {
    let open = periods.first { isOpen($0.days.upperBound + IndicatorEngine.revisionStep, moment) }
    if let open { days.removeAll { $0.hours.upperBound <= open.days.lowerBound } }
    if periods.count > IndicatorTrend.valuesMax + 1, let first = periods.first,
      first.days.upperBound < moment,
      !isOpen(first.days.upperBound + IndicatorEngine.revisionStep, moment)
    {
      periods.removeFirst()
    }
  }

  /// Tells what is new about a period, as far as it has come at `moment`.
  private mutating func tell(
    _ index: Int, at moment: Timestamp, _ alerts: [OpenAlert], _ scopes: Scopes,
    _ series: borrowing IndicatorSeries, _ calendar: LocalCalendar, _ effects: inout Effects
  ) {
    let period = periods[index].days
    guard moment > period.lowerBound else { return }
    var tallies = periods[index].settled
    tallies.add(self.tallies(of: period.lowerBound..<moment, scopes, series, calendar))
    let unfinished = Unfinished(indicator, inputs, at: moment, alerts, scopes, series)
    for scope in 0..<scopeCount {
      let known = indicator.known(tallies[scope], scope, scopes, unfinished: unfinished[scope]) { kind in
        hours.whole(of: kind, in: period.lowerBound..<moment, scope, calendar)
      }
      guard let known else { continue }
      let old = periods[index].told[scope]
      guard old?.value != known.value || old?.coverage != known.coverage || old?.at != moment else {
        continue
      }
      let value = IndicatorValue(
        indicator: number, scope: scope, from: period.lowerBound, to: period.upperBound, value: known.value,
        coverage: known.coverage, revision: (old?.revision ?? 0) + 1, at: moment)
      periods[index].told[scope] = value
      effects.indicatorValues.append(value)
    }
  }

  /// What was known from the beginning of a period to a moment of its days, but for those that are settled.
  ///
  /// The last day counts on a reading to say how things are until it is too old; what lies behind the moment
  /// is taken out.
  private mutating func tallies(
    of stretch: Range<Timestamp>, _ scopes: Scopes, _ series: borrowing IndicatorSeries,
    _ calendar: LocalCalendar
  ) -> TallyTable {
    var sum = TallyTable(scopes: scopeCount, inputs: inputs.count)
    for index in days.indices where days[index].hours.overlaps(stretch) {
      let hours = days[index].hours
      freshen(index, scopes, series, calendar)
      if hours.upperBound <= stretch.upperBound {
        sum.add(days[index].tallies)
      } else if indicator.hasExtremes {
        sum.add(gathered(hours.clamped(to: stretch), sign: 1, scopes, series, calendar))
      } else {
        sum.add(days[index].tallies)
        sum.add(gathered(stretch.upperBound..<hours.upperBound, sign: -1, scopes, series, calendar))
      }
    }
    return sum
  }

  /// Gathers a day anew in which a least or greatest value may be gone.
  private mutating func freshen(
    _ index: Int, _ scopes: Scopes, _ series: borrowing IndicatorSeries, _ calendar: LocalCalendar
  ) {
    if indicator.hasExtremes, days[index].isStale {
      days[index].tallies = gathered(days[index].hours, sign: 1, scopes, series, calendar)
    }
    days[index].isStale = false
  }

  /// What the series says of a stretch of time.
  private func gathered(
    _ stretch: Range<Timestamp>, sign: Int128, _ scopes: Scopes, _ series: borrowing IndicatorSeries,
    _ calendar: LocalCalendar
  ) -> TallyTable {
    var tallies = TallyTable(scopes: scopeCount, inputs: inputs.count)
    let parts = hours.parts(of: stretch, calendar)
    for (number, input) in inputs.enumerated() where !input.columns.isEmpty {
      for asset in scopes.assets(of: input.aggregate.kind) {
        let tally = hours.tally(sign, input, asset: Int(asset), in: stretch, of: parts, series)
        tallies.add(tally, input: number, scope: scopes.scope(ofAsset: Int(asset)))
      }
    }
    return tallies
  }

  /// Gathers the open days anew, since the indicator is new or other assets are there now.
  mutating func gatherAnew(
    now: Timestamp, _ scopes: Scopes, _ series: borrowing IndicatorSeries, _ calendar: LocalCalendar
  ) {
    var moment = now - indicator.definition.finalAfter
    while moment <= now + indicator.definition.maxAge {
      let index = day(containing: moment, calendar)
      let hours = days[index].hours
      if isOpen(hours.upperBound, now) {
        days[index].tallies = gathered(hours, sign: 1, scopes, series, calendar)
        markPeriod(of: moment)
      }
      moment = hours.upperBound
    }
  }

  // MARK: - Image

  func write(to writer: inout ImageWriter) {
    writer.write(days.count)
    for day in days {
      writer.write(day.hours.lowerBound)
      writer.write(day.hours.upperBound)
      writer.write(day.isStale)
      day.tallies.write(to: &writer)
    }
    writer.write(periods.count)
    for period in periods {
      writer.write(period.days.lowerBound)
      writer.write(period.days.upperBound)
      writer.write(period.isDirty)
      period.settled.write(to: &writer)
      period.told.write(to: &writer)
    }
  }

  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, _ calendar: LocalCalendar
  ) throws(ImageError) {
    for _ in 0..<(try reader.read(Int.self)) {
      var day = emptyDay(try reader.readStretch(), calendar)
      day.isStale = try reader.read()
      try day.tallies.read(from: &reader, mapping, inputs)
      days.append(day)
    }
    for _ in 0..<(try reader.read(Int.self)) {
      var period = emptyPeriod(try reader.readStretch())
      period.isDirty = try reader.read()
      try period.settled.read(from: &reader, mapping, inputs)
      try period.told.read(from: &reader, mapping, number: number)
      periods.append(period)
    }
  }

  // MARK: - Queries

  /// The value of the last period that has ended, or else of the one that lasts.
  func newest(scope: Int) -> IndicatorValue? {
    guard scope < scopeCount else { return nil }
    return periods.dropLast().last?.told[scope] ?? periods.last?.told[scope]
  }

  /// The value of the last period that had ended at a moment.
  func told(_ scope: Int, upTo moment: Timestamp) -> IndicatorValue? {
    scope < scopeCount ? periods.last { $0.days.upperBound <= moment }?.told[scope] : nil
  }

  /// The values of the last periods that have ended, where there are any.
  func recent(scope: Int) -> [Double] {
    periods.dropLast().suffix(IndicatorTrend.valuesMax).compactMap { $0.told[scope]?.value }
  }
}

extension ImageReader {
  fileprivate mutating func readStretch() throws(ImageError) -> Range<Timestamp> {
    let start: Timestamp = try read()
    let end: Timestamp = try read()
    guard start <= end else { throw .damaged }
    return start..<end
  }
}

extension CountedHours {
  /// How an asset was in a stretch of time, as far as that is among the parts that count.
  fileprivate func tally(
    _ sign: Int128, _ input: AssetInput, asset: Int, in stretch: Range<Timestamp>,
    of parts: [[Range<Timestamp>]], _ series: borrowing IndicatorSeries
  ) -> Tally {
    var tally = Tally()
    for part in counted(parts, asset: asset) where part.overlaps(stretch) {
      input.add(asset: asset, in: part.clamped(to: stretch), sign: sign, series, to: &tally)
    }
    return tally
  }
}
