import Model

/// The indicators and their values.
///
/// A value is a function of what was measured until its moment, whenever it came: late readings change the
/// values of the moments that they speak of, until these are final.
struct IndicatorEngine: ~Copyable {
  let indicators: [Indicator]
  let scopes: Scopes
  private var series: IndicatorSeries
  private var tracks: [MomentTrack] = []
  /// Who looks at a column: track and input.
  private var users: [[(track: Int, input: Int)]] = []
  /// How far time has come, and what comes next.
  private var passed = Timestamp.distantPast
  private var next = Timestamp.distantPast

  /// How often values that late readings have changed are told anew.
  static let revisionStep = Duration.seconds(900)
  /// How much of a pause is looked at afterwards, step by step.
  static let longestPause = Duration.seconds(86_400)

  init(_ indicators: [Indicator], _ assets: [Asset], _ districts: Districts) {
    self.indicators = indicators
    scopes = Scopes(assets, districts)
    series = IndicatorSeries(assets)
    for (number, indicator) in indicators.enumerated() {
      switch indicator.definition.timing {
      case .every(let step):
        tracks.append(MomentTrack(number, indicator, every: step, scopes, &series))
      }
    }
    for (number, track) in tracks.enumerated() {
      for (input, assetInput) in track.inputs.enumerated() {
        for column in assetInput.columns {
          while users.count <= column { users.append([]) }
          users[column].append((number, input))
        }
      }
    }
  }

  // MARK: - Readings

  /// Takes a usable reading that arrived at `now`, however old it is.
  mutating func take(_ reading: Reading, asset: Int, now: Timestamp) {
    guard let column = series.column(reading.quantity, of: asset),
      let reign = series.reign(of: reading, column, asset: asset)
    else { return }
    let touched = users[column].filter { tracks[$0.track].isTouched(by: reign, now: now) }
    for (track, input) in touched {
      tracks[track].change(-1, input: input, asset: asset, in: reign, now: now, scopes, series)
    }
    series.insert(reading, column, asset: asset, now: now)
    for (track, input) in touched {
      tracks[track].change(1, input: input, asset: asset, in: reign, now: now, scopes, series)
    }
  }

  // MARK: - Time

  /// Lets time pass up to `end`: each value is gathered at its own moment.
  mutating func advance(to end: Timestamp, _ effects: inout Effects) {
    guard end >= next, !indicators.isEmpty else { return }
    passed = passed == .distantPast ? end : max(passed, end - Self.longestPause)
    while true {
      next = nextMoment()
      guard next <= end else { return }
      pass(next, &effects)
      passed = next
    }
  }

  private borrowing func nextMoment() -> Timestamp {
    tracks.reduce(passed.next(multipleOf: Self.revisionStep)) { min($0, passed.next(multipleOf: $1.step)) }
  }

  private mutating func pass(_ moment: Timestamp, _ effects: inout Effects) {
    for index in tracks.indices where moment.isMultiple(of: tracks[index].step) {
      tracks[index].gather(at: moment, scopes, series, &effects)
    }
    guard moment.isMultiple(of: Self.revisionStep) else { return }
    for index in tracks.indices { tracks[index].revise(scopes, series, &effects) }
  }

  // MARK: - Queries

  /// Each indicator in each place for which it has values, at `now`.
  borrowing func views(at now: Timestamp) -> [IndicatorView] {
    var views: [IndicatorView] = []
    for track in tracks {
      let definition = track.indicator.definition
      for scope in 0...(definition.isPerDistrict ? scopes.names.count : 0) {
        let value = track.newest(scope: scope)
        // A district without such assets has no values.
        guard scope == 0 || value != nil else { continue }
        views.append(
          IndicatorView(
            indicator: track.indicator, district: scope == 0 ? nil : scopes.names[scope - 1], value: value,
            isProvisional: value.map { $0.to + definition.finalAfter > now } ?? true,
            status: value.flatMap { value in
              track.indicator.status(of: value)
            },
            trend: Trend(of: track.recent(scope: scope))))
      }
    }
    return views
  }
}

extension Indicator {
  /// How a value stands to the target; `nil` when there is no target and no lack of data.
  func status(of value: IndicatorValue) -> TargetStatus? {
    value.value == nil ? .notEnoughData : target?.status(of: value.value, at: value.at)
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
