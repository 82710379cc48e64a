public import Model

/// A value of an indicator that a person enters.
public struct IndicatorEntry: Hashable, Sendable {
  /// The indicator's name.
  public var indicator: String
  /// `city`, or the district's name.
  public var scope: String
  /// The value in the indicator's unit.
  public var value: Double
  /// The day that it is about.
  public var day: CivilDate
  /// Where it comes from, in the person's words.
  public var source: String
  /// What they say about it.
  public var comment: String
  /// Who they are.
  public var by: String
  /// When they entered it.
  public var at: Timestamp

  /// A value.
  public init(
    indicator: String, scope: String, value: Double, day: CivilDate, source: String, comment: String,
    by: String, at: Timestamp
  ) {
    self.indicator = indicator
    self.scope = scope
    self.value = value
    self.day = day
    self.source = source
    self.comment = comment
    self.by = by
    self.at = at
  }
}

/// Why a value was not entered.
public enum EntryRefusal: Error, Hashable, Sendable {
  /// There is no such indicator.
  case unknownIndicator
  /// Belfry computes it.
  case isComputed
  /// It has no values for this place.
  case unknownScope
}
