/// A value of an indicator that a person entered: one version of it.
public struct IndicatorEntryObject: Codable, Equatable, Sendable {
  /// `city`, or the district's name.
  public var scope: String
  /// The day that it is about: `2026-03-31`.
  public var at: String
  /// The value in the indicator's unit.
  public var value: Double
  /// Where it comes from, in the person's words.
  public var by: String
  /// What they say about it.
  public var comment: String
  /// Who entered it.
  public var enteredBy: String
  /// When.
  public var enteredAt: WireTime

  /// A version.
  public init(
    scope: String, at: String, value: Double, by: String, comment: String, enteredBy: String,
    enteredAt: WireTime
  ) {
    self.scope = scope
    self.at = at
    self.value = value
    self.by = by
    self.comment = comment
    self.enteredBy = enteredBy
    self.enteredAt = enteredAt
  }

  enum CodingKeys: String, CodingKey {
    case scope, at, value, by, comment
    case enteredBy = "entered_by"
    case enteredAt = "entered_at"
  }
}
