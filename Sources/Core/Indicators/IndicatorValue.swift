public import Model

/// One value of an indicator, as it was known at some time.
public struct IndicatorValue: Hashable, Sendable, BitwiseCopyable {
  /// The indicator's index.
  public var indicator: Int
  /// 0 for the city, else the district's number from 1.
  public var scope: Int
  /// The first moment that it covers.
  public var from: Timestamp
  /// The end of what it covers; the same as ``from`` for the value of a moment.
  public var to: Timestamp
  /// The value in the indicator's unit; `nil` when too little is known.
  public var value: Double?
  /// The share of the assets that contributed, 0 to 1.
  public var coverage: Double
  /// 1 for the first value, one more for each that took its place.
  public var revision: Int
  /// The moment for which it holds: ``to``, or earlier while a period lasts; ``from`` of a day's value that was entered.
  public var at: Timestamp
}

/// How an indicator has moved lately.
public enum IndicatorTrend: String, CaseIterable, Sendable {
  case rising, falling, steady
}

/// An indicator in one place at one moment, for those who ask.
public struct IndicatorView: Sendable {
  /// The indicator's index.
  public let number: Int
  /// The indicator.
  public let indicator: Indicator
  /// 0 for the city, else the district's number from 1.
  public let scope: Int
  /// `city`, or the district's name.
  public let scopeName: String
  /// The newest value; `nil` before the first.
  public let value: IndicatorValue?
  /// Whether late data may still change it.
  public let isProvisional: Bool
  /// How it stands to the target; `nil` without a target where there is a value.
  public let status: TargetStatus?
  /// How it has moved; `nil` while there is too little history.
  public let trend: IndicatorTrend?

  init(
    number: Int, indicator: Indicator, scope: Int, scopeName: String, value: IndicatorValue?, now: Timestamp,
    recent: [Double]
  ) {
    self.number = number
    self.indicator = indicator
    self.scope = scope
    self.scopeName = scopeName
    self.value = value
    isProvisional = value.map { indicator.isProvisional(until: $0.to, at: now) } ?? true
    status = indicator.status(of: value?.value, at: value?.at ?? now)
    trend = IndicatorTrend(of: recent)
  }
}

extension Indicator {
  /// How a value that holds at a moment stands to the target; `nil` when there is a value and no target.
  public func status(of value: Double?, at moment: Timestamp) -> TargetStatus? {
    value == nil ? .notEnoughData : target?.status(of: value, at: moment)
  }

  /// Whether late data may still change a value of a time that ends at `end`.
  public func isProvisional(until end: Timestamp, at now: Timestamp) -> Bool {
    definition.timing != .entered && end + definition.finalAfter > now
  }
}
