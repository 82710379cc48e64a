public import Model

/// A rule as it is loaded.
public struct RuleObject: Codable, Equatable, Sendable {
  /// The rule's name.
  public var name: String
  /// The kind of asset it speaks about; `nil` for a rule per district.
  @Nullable public var kind: String?
  /// `district` for a rule per district, else `nil`.
  @Nullable public var per: String?
  /// The condition, in the rule language.
  public var when: String
  /// The condition that ends it; `nil` for `not when`.
  @Nullable public var clear: String?
  /// How long the condition must hold, in seconds.
  public var holdsForSeconds: Double
  /// How long the alert goes on after its condition, in seconds.
  public var keepFiringForSeconds: Double
  /// What a stale reading does: `hold`, `clear` or `fire`.
  public var onSilence: String
  /// One of `Severity`.
  public var severity: String
  /// What a person reads, with `{placeholders}`.
  public var summary: String
  /// Free labels.
  public var labels: [String: String]
  /// The rules whose firing suppresses this one.
  public var inhibitedBy: [String]
  /// How many of its alerts are firing.
  public var firing: Int
  /// How many of its alerts are pending.
  public var pending: Int

  /// A rule, and how many of its alerts stand where.
  public init(_ rule: RuleDefinition, firing: Int, pending: Int) {
    name = rule.name
    switch rule.scope {
    case .kind(let kind):
      self.kind = kind.rawValue
      per = nil
    case .anyKind:
      kind = "any"
      per = nil
    case .district, .gateway, .broker:
      kind = nil
      per = rule.scope.per
    }
    when = rule.when
    clear = rule.clear
    holdsForSeconds = rule.holdsFor.inSeconds
    keepFiringForSeconds = rule.keepFiringFor.inSeconds
    onSilence = rule.onSilence.rawValue
    severity = rule.severity.rawValue
    summary = rule.summary
    labels = rule.labels
    inhibitedBy = rule.inhibitedBy
    self.firing = firing
    self.pending = pending
  }

  enum CodingKeys: String, CodingKey {
    case name, kind, per, when, clear
    case holdsForSeconds = "for_s"
    case keepFiringForSeconds = "keep_firing_for_s"
    case onSilence = "on_silence"
    case severity, summary, labels
    case inhibitedBy = "inhibited_by"
    case firing, pending
  }
}
