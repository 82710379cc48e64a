import Model

/// An indicator with values at multiples of a step, and those of its moments that still matter.
struct MomentTrack: Sendable {
  /// One moment and what is known of it.
  private struct Point {
    let at: Timestamp
    var tallies: TallyTable
    /// Whether a late reading has changed it since it was last told.
    var isDirty = false
    /// What was told, by scope.
    var told: [IndicatorValue?]
  }

  let number: Int
  let indicator: Indicator
  let step: Duration
  let inputs: [AssetInput]
  private let scopeCount: Int
  private var points: [Point] = []

  init(
    _ number: Int, _ indicator: Indicator, every step: Duration, _ scopes: Scopes,
    _ series: inout IndicatorSeries
  ) {
    self.number = number
    self.indicator = indicator
    self.step = step
    scopeCount = indicator.definition.isPerDistrict ? scopes.names.count + 1 : 1
    let definition = indicator.definition
    inputs = indicator.aggregates.map {
      AssetInput($0, maxAge: definition.maxAge, in: &series, for: definition.finalAfter + step)
    }
  }

  // MARK: - Readings

  /// Whether what was known in `reign` matters to a moment that is not final at `now`.
  func isTouched(by reign: Range<Timestamp>, now: Timestamp) -> Bool {
    guard let last = points.last else { return false }
    return last.at >= reign.lowerBound && isOpen(last.at, now)
  }

  private func isOpen(_ moment: Timestamp, _ now: Timestamp) -> Bool {
    moment + indicator.definition.finalAfter > now
  }

  /// Adds how an asset was, with `sign` -1 takes it out, at the open moments in `reign`.
  mutating func change(
    _ sign: Int128, input: Int, asset: Int, in reign: Range<Timestamp>, now: Timestamp, _ scopes: Scopes,
    _ series: borrowing IndicatorSeries
  ) {
    for index in points.indices.reversed() {
      let moment = points[index].at
      guard moment >= reign.lowerBound, isOpen(moment, now) else { return }
      guard moment < reign.upperBound else { continue }
      var tally = Tally()
      inputs[input].add(asset: asset, at: moment, weight: sign, series, to: &tally)
      points[index].tallies.add(tally, input: input, scope: scopes.scope(ofAsset: asset))
      points[index].isDirty = true
    }
  }

  // MARK: - Time

  /// Gathers what is known at `moment`, a multiple of the step.
  mutating func gather(
    at moment: Timestamp, _ scopes: Scopes, _ series: borrowing IndicatorSeries,
    _ effects: inout Effects
  ) {
    let tallies = tallies(at: moment, scopes, series)
    points.append(
      Point(at: moment, tallies: tallies, told: Array(repeating: nil, count: scopeCount)))
    tell(points.count - 1, scopes, &effects)
    let isOver = points.count > IndicatorTrend.valuesMax && !isOpen(points[0].at + step, moment)
    if isOver { points.removeFirst() }
    // What is final keeps its value, and not what it was made of.
    if let final = points.lastIndex(where: { !isOpen($0.at, moment) && !$0.isDirty }) {
      points[final].tallies.forgetParts()
    }
  }

  private func tallies(
    at moment: Timestamp, _ scopes: Scopes, _ series: borrowing IndicatorSeries
  ) -> TallyTable {
    var tallies = TallyTable(scopes: scopeCount, inputs: inputs.count)
    for (number, input) in inputs.enumerated() {
      for asset in scopes.assets(of: input.aggregate.kind) {
        var tally = Tally()
        input.add(asset: Int(asset), at: moment, weight: 1, series, to: &tally)
        tallies.add(tally, input: number, scope: scopes.scope(ofAsset: Int(asset)))
      }
    }
    return tallies
  }

  /// Gathers the open moments anew, since other assets are there now.
  mutating func gatherAnew(now: Timestamp, _ scopes: Scopes, _ series: borrowing IndicatorSeries) {
    for index in points.indices where isOpen(points[index].at, now) {
      points[index].tallies = tallies(at: points[index].at, scopes, series)
      points[index].isDirty = true
    }
  }

  /// Tells the moments that late readings have changed.
  mutating func revise(
    _ scopes: Scopes, _ series: borrowing IndicatorSeries, _ effects: inout Effects
  ) {
    for index in points.indices where points[index].isDirty {
      // What a least value was before can't be found in the tally.
      if indicator.hasExtremes { points[index].tallies = tallies(at: points[index].at, scopes, series) }
      points[index].isDirty = false
      tell(index, scopes, &effects)
    }
  }

  /// Tells what is new at a moment.
  private mutating func tell(_ index: Int, _ scopes: Scopes, _ effects: inout Effects) {
    let moment = points[index].at
    for scope in 0..<scopeCount {
      guard
        let known = indicator.known(
          points[index].tallies[scope], scope, scopes, whole: { Int128(scopes.count(of: $0, in: scope)) })
      else { continue }
      let old = points[index].told[scope]
      guard old?.value != known.value || old?.coverage != known.coverage else { continue }
      let value = IndicatorValue(
        indicator: number, scope: scope, from: moment, to: moment, value: known.value,
        coverage: known.coverage, revision: (old?.revision ?? 0) + 1, at: moment)
      points[index].told[scope] = value
      effects.indicatorValues.append(value)
    }
  }

  // MARK: - Image

  func write(to writer: inout ImageWriter) {
    writer.write(points.count)
    for point in points {
      writer.write(point.at)
      writer.write(point.isDirty)
      point.tallies.write(to: &writer)
      point.told.write(to: &writer)
    }
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    for _ in 0..<(try reader.read(Int.self)) {
      var point = Point(
        at: try reader.read(), tallies: TallyTable(scopes: scopeCount, inputs: inputs.count),
        isDirty: try reader.read(), told: Array(repeating: nil, count: scopeCount))
      try point.tallies.read(from: &reader, mapping, inputs)
      try point.told.read(from: &reader, mapping, number: number)
      points.append(point)
    }
  }

  // MARK: - Queries

  /// The newest value in a scope.
  func newest(scope: Int) -> IndicatorValue? { scope < scopeCount ? points.last?.told[scope] : nil }

  /// The last value of a moment up to another one.
  func told(_ scope: Int, upTo moment: Timestamp) -> IndicatorValue? {
    scope < scopeCount ? points.last { $0.at <= moment }?.told[scope] : nil
  }

  /// The values of the last moments in a scope, where there are any.
  func recent(scope: Int) -> [Double] {
    points.suffix(IndicatorTrend.valuesMax).compactMap { $0.told[scope]?.value }
  }
}
