public import Model

/// An alert: one rule being true for one asset or district.
public struct AlertObject: Codable, Equatable, Sendable {
  /// Names the alert in later requests.
  public var id: String
  /// The rule.
  public var rule: String
  /// The asset's id, or the district's name for a rule per district.
  public var asset: String
  /// One of `Severity`.
  public var severity: String
  /// One of `AlertState`.
  public var state: String
  /// What a person reads.
  public var summary: String
  /// The value that the condition compares, in the unit of its quantity; `nil` when there is no one value.
  @Nullable public var value: Double?
  /// Since when the condition has been true, in event time.
  @Nullable public var since: WireTime?
  /// When it fired; `nil` while pending.
  @Nullable public var firedAt: WireTime?
  /// When it was over; `nil` before.
  @Nullable public var resolvedAt: WireTime?
  /// Who took it up.
  @Nullable public var acknowledged: Acknowledgement?
  /// Who put it aside, and until when.
  @Nullable public var shelved: Shelving?
  /// The id of the alert that explains this one.
  @Nullable public var suppressedBy: String?
  /// Whether it came from late data and so called nobody.
  public var historical: Bool
  /// Whether it comes and goes so often that it stays until there has been calm.
  public var flapping: Bool
  /// The rule's labels.
  public var labels: [String: String]

  /// An alert.
  public init(
    id: String, rule: String, asset: String, severity: Severity, state: AlertState, summary: String,
    value: Double?, since: WireTime?, firedAt: WireTime? = nil, resolvedAt: WireTime? = nil,
    acknowledged: Acknowledgement? = nil, shelved: Shelving? = nil, suppressedBy: String? = nil,
    historical: Bool = false, flapping: Bool = false, labels: [String: String] = [:]
  ) {
    self.id = id
    self.rule = rule
    self.asset = asset
    self.severity = severity.rawValue
    self.state = state.rawValue
    self.summary = summary
    self.value = value?.roundedToMillionth
    self.since = since
    self.firedAt = firedAt
    self.resolvedAt = resolvedAt
    self.acknowledged = acknowledged
    self.shelved = shelved
    self.suppressedBy = suppressedBy
    self.historical = historical
    self.flapping = flapping
    self.labels = labels
  }

  enum CodingKeys: String, CodingKey {
    case id, rule, asset, severity, state, summary, value, since
    case firedAt = "fired_at"
    case resolvedAt = "resolved_at"
    case acknowledged, shelved
    case suppressedBy = "suppressed_by"
    case historical, flapping, labels
  }
}
