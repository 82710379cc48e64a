/// `GET /v1/alerts/{id}/explain`: all that made an alert what it is.
public struct AlertExplanation: Codable, Equatable, Sendable {
  /// The alert as it stands.
  public var alert: AlertObject
  /// The rule as it was worded when the alert took its last step; `nil` when that is not known any more.
  @Nullable public var rule: Wording?
  /// What happened, in the order in which Belfry took note of it.
  public var steps: [Step]
  /// Readings of what the rule looks at that were measured while the alert lived, and came after a newer one.
  public var late: [Evidence]
  /// The assets that it is about, while it lives; `nil` when it is not about a district.
  @Nullable public var members: Members?
  /// What it waits for; `nil` when it is over.
  @Nullable public var outlook: Outlook?

  /// An explanation.
  public init(
    alert: AlertObject, rule: Wording?, steps: [Step], late: [Evidence], members: Members? = nil,
    outlook: Outlook?
  ) {
    self.alert = alert
    self.rule = rule
    self.steps = steps
    self.late = late
    self.members = members
    self.outlook = outlook
  }

  enum CodingKeys: String, CodingKey {
    case alert, rule, steps, late, members, outlook
  }
}
