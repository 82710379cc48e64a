/// What becomes of an alert when a reading that its condition uses is stale.
public enum SilencePolicy: String, CaseIterable, Sendable {
  /// Keep the state as it is.
  case hold
  /// Treat the condition as over.
  case clear
  /// Treat the condition as true.
  case fire
}

/// A rule as a person wrote it, checked for form but not yet compiled.
public struct RuleDefinition: Hashable, Sendable {
  /// What a rule speaks about.
  public enum Scope: Hashable, Sendable {
    /// Each asset of one kind.
    case kind(AssetKind)
    /// Each asset, of whatever kind.
    case anyKind
    /// Each district.
    case district
    /// Each gateway that was ever heard of.
    case gateway
    /// Each broker.
    case broker

    /// The scopes that are not about assets, by the names that `per:` has in rule files, the history and the
    /// API.
    private static let scopesByName: [(name: String, scope: Scope)] = [
      ("district", .district), ("gateway", .gateway), ("broker", .broker),
    ]

    /// The names that `per:` may have.
    public static let perNames = scopesByName.map(\.name)

    /// The scope that `per:` names; `nil` when there is none of that name.
    public init?(per name: String) {
      guard let found = Self.scopesByName.first(where: { $0.name == name }) else { return nil }
      self = found.scope
    }

    /// The name that `per:` has for it; `nil` for a scope of assets.
    public var per: String? { Self.scopesByName.first { $0.scope == self }?.name }
  }

  /// The rule's name: `alert:` in the file.
  public var name: String
  /// What it speaks about.
  public var scope: Scope
  /// The condition, in the rule language.
  public var when: String
  /// The condition that ends it; `not when` if absent.
  public var clear: String?
  /// How long the condition must hold before the alert fires.
  public var holdsFor: Duration = .zero
  /// How long the alert goes on after the condition is over.
  public var keepFiringFor: Duration = .zero
  /// What a stale reading does.
  public var onSilence: SilencePolicy = .hold
  /// How much it matters.
  public var severity: Severity = .warning
  /// What a person reads; `{name}` and `{quantity}` are filled in.
  public var summary: String = ""
  /// Free labels for routing.
  public var labels: [String: String] = [:]
  /// What becomes of an alert that nobody takes note of.
  public struct Escalation: Hashable, Sendable {
    /// How long after it fired.
    public let after: Duration
    /// How much it matters then.
    public let severity: Severity

    /// An escalation.
    public init(after: Duration, severity: Severity) {
      self.after = after
      self.severity = severity
    }
  }

  /// What becomes of an alert that nobody takes note of; nothing if absent.
  public var escalation: Escalation?
  /// Rules whose firing suppresses this one.
  public var inhibitedBy: [String] = []

  /// Names this text of the rule: another one as soon as anything in it changes.
  public var version: String {
    let parts = [
      name, "\(scope)", when, clear ?? "", "\(holdsFor)", "\(keepFiringFor)", onSilence.rawValue,
      severity.rawValue, summary,
      labels.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ","),
      inhibitedBy.joined(separator: ","),
      escalation.map { "\($0.after) \($0.severity)" } ?? "",
    ]
    return base32(fingerprint(parts.joined(separator: "\u{1F}")), digits: 8)
  }

  /// A rule with a name, a scope and a condition; the rest at its defaults.
  public init(name: String, scope: Scope, when: String) {
    self.name = name
    self.scope = scope
    self.when = when
  }
}
