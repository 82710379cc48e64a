import Model

/// An indicator whose values people enter: the last one for each day and place.
struct EntryTrack: Sendable {
  let number: Int
  let indicator: Indicator
  /// By scope, in order of time.
  private var values: [[IndicatorValue]]

  init(_ number: Int, _ indicator: Indicator, _ scopes: Scopes) {
    self.number = number
    self.indicator = indicator
    values = Array(repeating: [], count: indicator.definition.isPerDistrict ? scopes.names.count + 1 : 1)
  }

  /// Takes a value for a day; a new version if there is one.
  /// - Returns: the value as it stands now; `nil` when there are no values for this place.
  mutating func enter(_ value: Double, of day: Range<Timestamp>, scope: Int) -> IndicatorValue? {
    guard scope < values.count else { return nil }
    var entered = IndicatorValue(
      indicator: number, scope: scope, from: day.lowerBound, to: day.upperBound, value: value, coverage: 1,
      revision: 1, at: day.lowerBound)
    let place = values[scope].firstIndex { $0.from >= entered.from } ?? values[scope].count
    if place < values[scope].count, values[scope][place].from == entered.from {
      entered.revision = values[scope][place].revision + 1
      values[scope][place] = entered
    } else {
      values[scope].insert(entered, at: place)
    }
    return entered
  }

  /// Takes over what was entered before a reload.
  mutating func takeOver(_ other: EntryTrack, _ old: Scopes, _ new: Scopes) {
    for (scope, own) in other.values.enumerated() {
      guard let place = new.number(of: old.name(scope)), place < values.count else { continue }
      values[place] = own.map { value in
        var value = value
        value.indicator = number
        value.scope = place
        return value
      }
    }
  }

  /// The value of the last day in a scope.
  func newest(scope: Int) -> IndicatorValue? { scope < values.count ? values[scope].last : nil }

  /// The value of the last day up to a moment.
  func told(_ scope: Int, upTo moment: Timestamp) -> IndicatorValue? {
    scope < values.count ? values[scope].last { $0.from <= moment } : nil
  }

  /// The values of the last days in a scope.
  func recent(scope: Int) -> [Double] { values[scope].suffix(IndicatorTrend.valuesMax).compactMap(\.value) }
}
