import Model

/// How one aggregate of an indicator sees the assets: through the columns of the series.
struct AssetInput: Sendable {
  let aggregate: Aggregate
  let maxAge: Duration
  private let column: Int?
  private let columnOfQuantity: [(quantity: Quantity, column: Int)]

  /// An input whose readings are kept for `length`.
  init(_ aggregate: Aggregate, maxAge: Duration, in series: inout IndicatorSeries, for length: Duration) {
    self.aggregate = aggregate
    self.maxAge = maxAge
    column = aggregate.quantity.map { series.keep(aggregate.kind, $0, for: length + maxAge) }
    columnOfQuantity = Quantity.allCases.compactMap { quantity in
      guard aggregate.condition?.quantities.contains(QuantitySet(quantity)) == true else { return nil }
      return (quantity, series.keep(aggregate.kind, quantity, for: length + maxAge))
    }
  }

  /// The columns that it looks at.
  var columns: Set<Int> { Set(columnOfQuantity.map(\.column) + (column.map { [$0] } ?? [])) }

  /// Adds to `tally` how the asset was at `moment`.
  func add(
    asset: Int, at moment: Timestamp, weight: Int128, _ series: borrowing IndicatorSeries,
    to tally: inout Tally
  ) {
    tally.add(
      truth: truth(asset, moment, series),
      value: column.map { series.value($0, asset: asset, at: moment, maxAge: maxAge) } ?? 1, weight: weight)
  }

  private func truth(_ asset: Int, _ moment: Timestamp, _ series: borrowing IndicatorSeries) -> Double {
    guard let condition = aggregate.condition else { return Truth.yes }
    return condition.evaluate(
      load: { quantity in
        for entry in columnOfQuantity where entry.quantity == quantity {
          return series.value(entry.column, asset: asset, at: moment, maxAge: maxAge)
        }
        return Truth.unknown
      }, call: { _ in Truth.unknown })
  }
}
