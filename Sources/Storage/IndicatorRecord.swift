public import Core
import Model

/// A value of an indicator as it goes to the history: names instead of indexes, since those change with the
/// configuration.
public struct IndicatorRecord: Codable, Hashable, Sendable {
  let indicator: String
  let scope: String
  let from: Int64
  let until: Int64
  let at: Int64
  let value: Double?
  let coverage: Double
  let revision: Int

  /// The record of `value`.
  /// - Parameters:
  ///   - value: the value.
  ///   - indicator: the indicator's name.
  ///   - scope: `city`, or the district's name.
  public init(_ value: IndicatorValue, indicator: String, scope: String) {
    self.indicator = indicator
    self.scope = scope
    from = value.from.nanoseconds
    until = value.to.nanoseconds
    at = value.at.nanoseconds
    self.value = value.value
    coverage = value.coverage
    revision = value.revision
  }
}

extension IndicatorRecord: JSONRecord {}
