public import Model

/// One value of the history of an indicator.
public struct StoredIndicatorValue: Hashable, Sendable {
  /// The indicator's name.
  public var indicator: String
  /// `city`, or the district's name.
  public var scope: String
  /// The first moment that it covers.
  public var from: Timestamp
  /// The end of what it covers; the same as ``from`` for the value of a moment.
  public var to: Timestamp
  /// The moment for which it holds.
  public var at: Timestamp
  /// The value in the indicator's unit; `nil` when too little was known.
  public var value: Double?
  /// The share of the assets that contributed, 0 to 1.
  public var coverage: Double
  /// How often it was computed.
  public var revision: Int

  /// A value of the history.
  public init(
    indicator: String, scope: String, from: Timestamp, to: Timestamp, at: Timestamp, value: Double?,
    coverage: Double, revision: Int
  ) {
    self.indicator = indicator
    self.scope = scope
    self.from = from
    self.to = to
    self.at = at
    self.value = value
    self.coverage = coverage
    self.revision = revision
  }
}

/// What the API asks of whoever stores the values of indicators.
public protocol IndicatorHistory: Sendable {
  /// The values of an indicator in one place that begin in a stretch of time, in order of time.
  /// - Parameters:
  ///   - indicator: its name.
  ///   - scope: `city`, or a district's name.
  ///   - stretch: when they begin.
  ///   - limit: the most that is wanted.
  /// - Returns: the values, at most `limit`.
  /// - Throws: why the history can't be read.
  func values(
    of indicator: String, scope: String, in stretch: Range<Timestamp>, limit: Int
  ) async throws -> [StoredIndicatorValue]

  /// What people entered for an indicator, each version of it, the newest first.
  /// - Parameters:
  ///   - indicator: its name.
  ///   - number: only those that were entered before the one with this number; `nil` for all.
  ///   - limit: the most that is wanted.
  /// - Returns: the versions with their numbers, at most `limit`.
  /// - Throws: why the history can't be read.
  func entries(
    of indicator: String, before number: Int64?, limit: Int
  ) async throws -> [(number: Int64, entry: IndicatorEntry)]
}
