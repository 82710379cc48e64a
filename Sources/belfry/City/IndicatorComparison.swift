import Wire

/// The indicators of several cities side by side, like for like.
struct IndicatorComparison {
  /// One indicator in all cities.
  struct Row: Equatable {
    let name: String
    /// What each city says of itself; `nil` for a city that does not have the indicator.
    let values: [IndicatorObject?]
    /// Why the values must not be compared; `nil` when they can.
    let difference: String?
  }

  /// The cities, in the order of their files.
  let cities: [String]
  /// The indicators that at least two cities have, by name.
  let rows: [Row]

  init(_ files: [IndicatorExchange]) {
    cities = files.map(\.city)
    let names = Set(files.flatMap { $0.indicators.map(\.definition.name) })
    rows = names.sorted().compactMap { name in
      let items = files.map { file in file.indicators.first { $0.definition.name == name } }
      guard items.count(where: { $0 != nil }) > 1 else { return nil }
      let values = items.map { item in item?.values.first { $0.scope == "city" } }
      return Row(
        name: name, values: values,
        difference: Self.difference(items.compactMap { $0?.definition }, values.compactMap { $0 }))
    }
  }

  private static func difference(
    _ definitions: [IndicatorDefinitionObject], _ values: [IndicatorObject]
  ) -> String? {
    guard let first = definitions.first, definitions.allSatisfy({ $0.isComputed(like: first) }) else {
      return "computed in different ways"
    }
    let periods = values.map { $0.period.map { "\($0.from.timestamp) \($0.to.timestamp)" } }
    return Set(periods).count > 1 ? "of different periods" : nil
  }
}
