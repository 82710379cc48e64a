import Model
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
    let told = values.filter { $0.revision > 0 }
    if Set(told.map(\.periodText)).count > 1 { return "of different periods" }
    let moments = told.map(\.at.timestamp)
    // While periods last they are told once an hour.
    if told.contains(where: \.isRunning), !areTogether(moments, within: .seconds(3600)) {
      return "of a period that is not over"
    }
    if let step = first.everySeconds, !areTogether(moments, within: .seconds(step)) {
      return "of different moments"
    }
    return nil
  }

  private static func areTogether(_ moments: [Timestamp], within step: Duration) -> Bool {
    guard let first = moments.min(), let last = moments.max() else { return true }
    return last - first <= step
  }
}

extension IndicatorObject {
  /// The period as its city calls it: midnight is not the same moment everywhere. An hour is.
  fileprivate var periodText: String? {
    guard let period else { return nil }
    let isOfDays = period.to.timestamp - period.from.timestamp > .seconds(3600)
    return isOfDays ? "\(period.days)" : "\(period.from.timestamp)"
  }
}
