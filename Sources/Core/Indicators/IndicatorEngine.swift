import Model

/// The indicators and their values.
///
/// A value is a function of what was measured until its moment, whenever it came: late readings change the
/// values of the moments that they speak of, until these are final.
struct IndicatorEngine: ~Copyable {
  let indicators: [Indicator]
  let scopes: Scopes
  private var series: IndicatorSeries
  private let calendar: LocalCalendar
  /// Names which assets there are and where: in another registry what was gathered is gathered anew.
  private let registry: UInt64
  private var moments: [MomentTrack] = []
  /// How long after its moment each is gathered: what many want at the full hour is looked up in the minutes that follow.
  private var delays: [Duration] = []
  private var periods: [PeriodTrack] = []
  /// Those that ask how long alerts take, by place in ``periods``.
  private var periodsOfAlerts: [Int] = []
  private var entered: [EntryTrack] = []
  private var targets: [TargetTrack] = []
  /// Who looks at a column: track and input.
  private var users: [(moments: [(track: Int, input: Int)], periods: [(track: Int, input: Int)])] = []
  /// How far time has come, and what comes next.
  private var passed = Timestamp.distantPast
  private var next = Timestamp.distantPast

  /// How often values that late readings have changed are told anew.
  static let revisionStep = Duration.seconds(900)
  /// A period that lasts is told once an hour, each indicator's in a minute of its own: so no minute has to
  /// look at all of them.
  private static let runningStep = Duration.seconds(60)
  /// Over so many minutes those that are told once an hour, or more rarely, are spread.
  private static let delayMinutes = 10
  /// How much of a pause is looked at afterwards, step by step: what lies before is final already.
  private let longestPause: Duration

  init(_ indicators: [Indicator], _ definition: CityDefinition, _ districts: Districts) {
    self.indicators = indicators
    longestPause = indicators.map(\.definition.finalAfter).max() ?? .zero
    calendar = definition.calendar
    registry = Self.fingerprint(of: definition.assets)
    scopes = Scopes(
      definition.assets, districts, measuringDistances: indicators.contains(where: \.measuresDistances))
    series = IndicatorSeries(definition.assets)
    // Many indicators count the same hours: a city of a million assets looks at each once.
    var counted: [IndicatorDefinition.Hours: CountedHours] = [:]
    var hourly = 0
    for (number, indicator) in indicators.enumerated() {
      switch indicator.definition.timing {
      case .every(let step) where indicator.isAboutTargets:
        targets.append(TargetTrack(number, indicators, every: step, scopes))
      case .every(let step):
        moments.append(MomentTrack(number, indicator, every: step, scopes, &series))
        let isHourly = step >= .seconds(3600)
        delays.append(.seconds(isHourly ? 60 * (hourly % Self.delayMinutes) : 0))
        hourly += isHourly ? 1 : 0
      case .over(let length):
        let wanted = indicator.definition.hours
        let hours = counted[wanted] ?? CountedHours(wanted, definition.assets, scopes)
        counted[wanted] = hours
        periods.append(PeriodTrack(number, indicator, over: length, hours, scopes, &series))
      case .entered: entered.append(EntryTrack(number, indicator, scopes))
      }
    }
    periodsOfAlerts = periods.indices.filter { periods[$0].indicator.isOfAlerts }
    users = Array(repeating: ([], []), count: series.columnCount)
    for (track, inputs) in moments.map(\.inputs).enumerated() {
      for (input, own) in inputs.enumerated() {
        for column in own.columns { users[column].moments.append((track, input)) }
      }
    }
    for (track, inputs) in periods.map(\.inputs).enumerated() {
      for (input, own) in inputs.enumerated() {
        for column in own.columns { users[column].periods.append((track, input)) }
      }
    }
  }

  private static func fingerprint(of assets: [Asset]) -> UInt64 {
    var hash = Fingerprint()
    for asset in assets {
      hash.add(asset.id)
      hash.add(asset.kind.rawValue)
      hash.add(asset.district ?? "")
      hash.add(asset.parameters["active"] ?? "")
    }
    return hash.value
  }

  // MARK: - Readings

  /// Takes a usable reading that arrived at `now`, however old it is.
  mutating func take(_ reading: Reading, asset: Int, now: Timestamp) {
    guard let column = series.column(reading.quantity, of: asset),
      let reign = series.reign(of: reading, column, asset: asset)
    else { return }
    change(-1, column, asset, reign, now)
    series.insert(reading, column, asset: asset, now: now)
    change(1, column, asset, reign, now)
  }

  /// Takes out of the values, or puts in again, how the asset was in `reign`.
  private mutating func change(
    _ sign: Int128, _ column: Int, _ asset: Int, _ reign: Range<Timestamp>, _ now: Timestamp
  ) {
    for (track, input) in users[column].moments where moments[track].isTouched(by: reign, now: now) {
      moments[track].change(sign, input: input, asset: asset, in: reign, now: now, scopes, series)
    }
    for (track, input) in users[column].periods {
      periods[track].change(sign, input: input, asset: asset, in: reign, now: now, scopes, series, calendar)
    }
  }

  // MARK: - Time

  /// An alert about an asset has fired at a moment that may lie in a period that is over.
  mutating func alertFired(at moment: Timestamp, now: Timestamp) {
    for index in periodsOfAlerts { periods[index].alertFired(at: moment, now: now) }
  }

  /// Whether at `now` there is something to tell for which the open alerts must be known.
  borrowing func asksForAlerts(at now: Timestamp) -> Bool {
    now >= next && !periodsOfAlerts.isEmpty
  }

  /// Lets time pass up to `end`: each value is gathered at its own moment.
  /// - Parameters:
  ///   - end: now.
  ///   - alerts: the open ones, where ``asksForAlerts(at:)`` asks for them.
  ///   - effects: where the values go.
  mutating func advance(to end: Timestamp, _ alerts: [OpenAlert], _ effects: inout Effects) {
    guard end >= next, !moments.isEmpty || !periods.isEmpty else { return }
    passed = passed == .distantPast ? end : max(passed, end - longestPause)
    while true {
      next = nextMoment()
      guard next <= end else { return }
      pass(next, alerts, &effects)
      passed = next
    }
  }

  private borrowing func nextMoment() -> Timestamp {
    moments.reduce(passed.next(multipleOf: Self.runningStep)) { min($0, passed.next(multipleOf: $1.step)) }
  }

  private mutating func pass(_ moment: Timestamp, _ alerts: [OpenAlert], _ effects: inout Effects) {
    for index in moments.indices {
      let due = moment - delays[index]
      guard due.isMultiple(of: moments[index].step) else { continue }
      moments[index].gather(at: due, scopes, series, &effects)
    }
    if moment.isMultiple(of: Self.revisionStep) {
      for index in moments.indices { moments[index].revise(scopes, series, &effects) }
      for index in periods.indices { periods[index].pass(moment, alerts, scopes, series, calendar, &effects) }
      for index in targets.indices { tellTargets(index, at: moment, &effects) }
    }
    guard moment.isMultiple(of: Self.runningStep) else { return }
    let minute = Int(moment.secondsSinceEpoch / 60) % 60
    for index in periods.indices where Self.minute(ofPeriod: index) == minute {
      periods[index].tellRunning(at: moment, alerts, scopes, series, calendar, &effects)
    }
  }

  /// Tells what is new of how the indicators stand to their targets, once all else is told.
  private mutating func tellTargets(_ index: Int, at moment: Timestamp, _ effects: inout Effects) {
    if moment.isMultiple(of: targets[index].step) { targets[index].begin(at: moment) }
    for open in targets[index].open(at: moment) {
      for scope in 0..<targets[index].scopeCount {
        let values = targets[index].goals.map { told($0.number, scope: scope, upTo: open) }
        targets[index].note(values, scope: scope, at: open, &effects)
      }
    }
  }

  /// The value of an indicator that was the newest one at a moment; `nil` when there was none, or when it is kept no more.
  private borrowing func told(_ number: Int, scope: Int, upTo moment: Timestamp) -> IndicatorValue? {
    if let track = moments.first(where: { $0.number == number }) { return track.told(scope, upTo: moment) }
    if let track = periods.first(where: { $0.number == number }) { return track.told(scope, upTo: moment) }
    return entered.first { $0.number == number }?.told(scope, upTo: moment)
  }

  /// The minute of the hour in which a period that lasts is told: all minutes in turn, few of them those in
  /// which moments are gathered, too.
  private static func minute(ofPeriod index: Int) -> Int { index * 17 % 60 }

  // MARK: - People

  /// Takes a value that a person enters.
  mutating func enter(_ entry: IndicatorEntry, _ effects: inout Effects) throws(EntryRefusal)
    -> IndicatorValue
  {
    guard let number = indicators.firstIndex(where: { $0.name == entry.indicator }) else {
      throw .unknownIndicator
    }
    guard let track = entered.firstIndex(where: { $0.number == number }) else { throw .isComputed }
    guard let scope = scopes.number(of: entry.scope),
      case let day = calendar.period(.day, containing: calendar.moment(entry.day)),
      let value = entered[track].enter(entry.value, of: day, scope: scope)
    else { throw .unknownScope }
    effects.indicatorValues.append(value)
    return value
  }

  /// Takes over what people entered before a reload.
  mutating func takeOverEntries(from other: borrowing IndicatorEngine) {
    for track in entered.indices {
      let name = entered[track].indicator.name
      guard let old = other.entered.first(where: { $0.indicator.name == name }) else { continue }
      entered[track].takeOver(old, other.scopes, scopes)
    }
  }

  // MARK: - Image

  /// Writes what is known; each indicator by name and version, so that one whose text changes begins anew.
  borrowing func write(to writer: inout ImageWriter) {
    writer.write(passed)
    writer.write(registry)
    series.write(to: &writer)
    writer.write(moments.count + periods.count + targets.count)
    for track in moments { Self.write(track.indicator, track.write, to: &writer) }
    for track in periods { Self.write(track.indicator, track.write, to: &writer) }
    for track in targets { Self.write(track.indicator, track.write, to: &writer) }
  }

  private static func write(
    _ indicator: Indicator, _ state: (inout ImageWriter) -> Void, to writer: inout ImageWriter
  ) {
    var own = ImageWriter()
    state(&own)
    writer.write(indicator.key)
    writer.write(own.bytes)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    passed = try reader.read()
    let isSameRegistry = try reader.read(UInt64.self) == registry
    try series.read(from: &reader, mapping)
    var known: Set<String> = []
    for _ in 0..<(try reader.read(Int.self)) {
      let key = try reader.readText()
      var own = ImageReader(try reader.read(arrayOf: UInt8.self))
      if let track = moments.firstIndex(where: { $0.indicator.key == key }) {
        try moments[track].read(from: &own, mapping)
      } else if let track = periods.firstIndex(where: { $0.indicator.key == key }) {
        try periods[track].read(from: &own, mapping, calendar)
      } else if let track = targets.firstIndex(where: { $0.indicator.key == key }) {
        try targets[track].read(from: &own, mapping)
      }
      if isSameRegistry { known.insert(key) }
    }
    // A city that had no indicators remembers nothing that they could gather.
    guard passed > .distantPast else { return }
    for track in moments.indices where !known.contains(moments[track].indicator.key) {
      moments[track].gatherAnew(now: passed, scopes, series)
    }
    for track in periods.indices where !known.contains(periods[track].indicator.key) {
      periods[track].gatherAnew(now: passed, scopes, series, calendar)
    }
  }

  // MARK: - Queries

  /// Each indicator in each place for which it has values, at `now`, in their order.
  borrowing func views(at now: Timestamp) -> [IndicatorView] {
    var views: [IndicatorView] = []
    for track in moments {
      views += self.views(track.number, at: now, newest: track.newest, recent: track.recent)
    }
    for track in periods {
      views += self.views(track.number, at: now, newest: track.newest, recent: track.recent)
    }
    for track in targets {
      views += self.views(track.number, at: now, newest: track.newest, recent: track.recent)
    }
    for track in entered {
      views += self.views(track.number, at: now, newest: track.newest, recent: track.recent)
    }
    return views.sorted { ($0.number, $0.scope) < ($1.number, $1.scope) }
  }

  private borrowing func views(
    _ number: Int, at now: Timestamp, newest: (Int) -> IndicatorValue?, recent: (Int) -> [Double]
  ) -> [IndicatorView] {
    var views: [IndicatorView] = []
    for scope in 0...(indicators[number].definition.isPerDistrict ? scopes.names.count : 0) {
      let value = newest(scope)
      // A district without such assets has no values.
      guard scope == 0 || value != nil else { continue }
      views.append(
        IndicatorView(
          number: number, indicator: indicators[number], scope: scope, scopeName: scopes.name(scope),
          value: value, now: now, recent: recent(scope)))
    }
    return views
  }

  /// A value that was told just now, as those who ask see it.
  borrowing func view(of value: IndicatorValue, at now: Timestamp) -> IndicatorView {
    let recent =
      moments.first { $0.number == value.indicator }?.recent(scope: value.scope)
      ?? periods.first { $0.number == value.indicator }?.recent(scope: value.scope)
      ?? targets.first { $0.number == value.indicator }?.recent(scope: value.scope)
      ?? entered.first { $0.number == value.indicator }?.recent(scope: value.scope) ?? []
    return IndicatorView(
      number: value.indicator, indicator: indicators[value.indicator], scope: value.scope,
      scopeName: scopes.name(value.scope), value: value, now: now, recent: recent)
  }
}

extension Timestamp {
  /// The first multiple of `step` since the Unix epoch that is later.
  fileprivate func next(multipleOf step: Duration) -> Timestamp {
    let length = step.wholeNanoseconds
    let rest = nanoseconds % length
    return self + .nanoseconds(rest < 0 ? -rest : length - rest)
  }

  fileprivate func isMultiple(of step: Duration) -> Bool {
    nanoseconds.isMultiple(of: step.wholeNanoseconds)
  }
}
