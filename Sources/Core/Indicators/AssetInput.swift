import Model

/// How one aggregate of an indicator sees the assets: through the columns of the series.
struct AssetInput: Sendable {
  let aggregate: Aggregate
  /// In nanoseconds.
  private let maxAge: Int64
  private let column: Int?
  private let columnOfQuantity: [(quantity: Quantity, column: Int)]
  /// Where the events stand that it is about; `nil` when it is about how things are.
  private let eventColumn: Int?

  /// An input whose readings are kept for `length`.
  init(_ aggregate: Aggregate, maxAge: Duration, in series: inout IndicatorSeries, for length: Duration) {
    self.aggregate = aggregate
    self.maxAge = maxAge.wholeNanoseconds
    column = aggregate.quantity.map { series.keep(aggregate.kind, $0, for: length + maxAge) }
    columnOfQuantity = Quantity.allCases.compactMap { quantity in
      guard aggregate.condition?.quantities.contains(QuantitySet(quantity)) == true else { return nil }
      return (quantity, series.keep(aggregate.kind, quantity, for: length + maxAge))
    }
    eventColumn = aggregate.event.flatMap { series.keep(aggregate.kind, $0, for: length + maxAge) }
  }

  /// The columns that it looks at; none when it is about the assets alone.
  var columns: Set<Int> { Set(columnOfQuantity.map(\.column) + (column.map { [$0] } ?? [])) }

  /// Adds to `tally` how the asset was at `moment`.
  func add(
    asset: Int, at moment: Timestamp, weight: Int128, _ series: borrowing IndicatorSeries,
    to tally: inout Tally
  ) {
    let value =
      column.map {
        aggregate.summand(series.value($0, asset: asset, at: moment, maxAge: age(of: aggregate.quantity)))
      } ?? 1
    tally.add(
      truth: truth(asset, moment, series), value: value, weight: weight,
      part: aggregate.operation.part(ofAsset: asset, value))
  }

  /// Adds to `tally` how the asset was in a stretch of time: each state with the milliseconds that it
  /// lasted, or each event. A `sign` of -1 takes it out.
  func add(
    asset: Int, in stretch: Range<Timestamp>, sign: Int128, _ series: borrowing IndicatorSeries,
    to tally: inout Tally
  ) {
    if let eventColumn {
      for moment in series.moments(eventColumn, asset: asset, in: stretch) {
        add(asset: asset, at: moment, weight: sign, series, to: &tally)
      }
      return
    }
    var moment = stretch.lowerBound
    while moment < stretch.upperBound {
      let next = min(stretch.upperBound, nextChange(asset, after: moment, series))
      let weight = sign * Int128(next.milliseconds - moment.milliseconds)
      add(asset: asset, at: moment, weight: weight, series, to: &tally)
      if aggregate.operation == .any {
        tally.add(truth: truth(asset, moment, series), quarters: moment.quarter..<next.quarter, sign)
      }
      moment = next
    }
  }

  /// The value of the quantity that it is about.
  func value(asset: Int, at moment: Timestamp, _ series: borrowing IndicatorSeries) -> Double {
    column.map { series.value($0, asset: asset, at: moment, maxAge: maxAge) } ?? Truth.unknown
  }

  /// How long the events had lasted at a moment that ended later and began before it.
  func lengths(
    asset: Int, lastingAt moment: Timestamp, _ series: borrowing IndicatorSeries
  ) -> [Double] {
    guard let eventColumn, let unit = aggregate.quantity?.unit.scale else { return [] }
    return series.moments(eventColumn, asset: asset, in: moment + .nanoseconds(1)..<Timestamp.distantFuture)
      .compactMap { end in
        let whole = series.value(eventColumn, asset: asset, at: end, maxAge: 1)
        let length = whole - (end - moment).inSeconds / unit
        return length >= 0 && truth(asset, end, series) == Truth.yes ? length : nil
      }
  }

  private func nextChange(
    _ asset: Int, after moment: Timestamp, _ series: borrowing IndicatorSeries
  ) -> Timestamp {
    var next = Timestamp.distantFuture
    if let column { next = series.nextChange(column, asset: asset, after: moment, maxAge: maxAge) }
    for entry in columnOfQuantity {
      next = min(next, series.nextChange(entry.column, asset: asset, after: moment, maxAge: maxAge))
    }
    return next
  }

  /// Whether the asset counts; unknown when none of what the condition looks at is known.
  private func truth(_ asset: Int, _ moment: Timestamp, _ series: borrowing IndicatorSeries) -> Double {
    guard let condition = aggregate.condition else { return Truth.yes }
    var isAnyKnown = false
    let truth = condition.evaluate(
      load: { quantity in
        for entry in columnOfQuantity where entry.quantity == quantity {
          let value = series.value(entry.column, asset: asset, at: moment, maxAge: age(of: quantity))
          isAnyKnown = isAnyKnown || !value.isNaN
          return value
        }
        return Truth.unknown
      }, call: { _ in Truth.unknown })
    return isAnyKnown ? truth : Truth.unknown
  }

  /// An event is over at once: of a value of its own only the moment itself counts.
  private func age(of quantity: Quantity?) -> Int64 {
    eventColumn != nil && quantity?.isEvent == true ? 1 : maxAge
  }
}

extension Aggregate {
  /// The quantity whose readings are the events that it is about; `nil` when it is about how things are.
  var event: Quantity? {
    if let quantity, quantity.isEvent { return quantity }
    return Quantity.allCases.first { $0.isEvent && quantities.contains(QuantitySet($0)) }
  }
}

extension Timestamp {
  /// Whole milliseconds since the Unix epoch: the lengths of parts add up to that of the whole.
  var milliseconds: Int64 {
    let whole = nanoseconds / 1_000_000
    return nanoseconds % 1_000_000 < 0 ? whole - 1 : whole
  }
}

extension Timestamp {
  /// The number of the first quarter of an hour that begins then or later.
  fileprivate var quarter: Int64 {
    let length: Int64 = 900_000
    let whole = milliseconds / length
    return milliseconds > whole * length ? whole + 1 : whole
  }
}
