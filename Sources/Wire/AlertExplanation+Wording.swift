public import Model

extension AlertExplanation {
  /// A rule as it was worded.
  public struct Wording: Codable, Hashable, Sendable {
    /// Names this wording: it changes with whatever can change what the rule does.
    public var version: String
    /// Whether the rule is loaded in this wording now.
    public var isCurrent: Bool
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
    /// The rules whose firing suppresses this one.
    public var inhibitedBy: [String]

    /// The wording of a rule.
    public init(_ rule: RuleDefinition, isCurrent: Bool) {
      version = rule.version
      self.isCurrent = isCurrent
      when = rule.when
      clear = rule.clear
      holdsForSeconds = rule.holdsFor.inSeconds
      keepFiringForSeconds = rule.keepFiringFor.inSeconds
      onSilence = rule.onSilence.rawValue
      inhibitedBy = rule.inhibitedBy
    }

    enum CodingKeys: String, CodingKey {
      case version
      case isCurrent = "current"
      case when, clear
      case holdsForSeconds = "for_s"
      case keepFiringForSeconds = "keep_firing_for_s"
      case onSilence = "on_silence"
      case inhibitedBy = "inhibited_by"
    }
  }
}
