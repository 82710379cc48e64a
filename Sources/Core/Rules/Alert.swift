public import Model

/// Which alert of which subject: an asset, or a district for a rule about districts.
struct InstanceKey: Hashable, BitwiseCopyable, Sendable {
  var rule: Int32
  /// The index of the asset, or of the district.
  var subject: Int32
}

/// Somebody has taken note of an alert.
public struct Acknowledgement: Hashable, Sendable {
  /// Who.
  public let by: String
  /// When.
  public let at: Timestamp
  /// What they said.
  public let comment: String
}

/// Somebody has put the alerts of one rule about one thing aside for a while.
public struct Shelving: Hashable, Sendable {
  /// Who.
  public let by: String
  /// When.
  public let at: Timestamp
  /// When it ends by itself.
  public let until: Timestamp
  /// What they said.
  public let comment: String
}

/// One instance of a rule being true for one asset or district.
public struct Alert: Hashable, Sendable {
  // A city may have a million of these. Small fields stand behind those that leave room for them, and what few alerts
  // have is elsewhere.

  /// A short name that stays the same over restarts and replays.
  public let id: String
  /// The rule as it was when the alert began.
  var origin: Shared<AlertOrigin>
  private var notes: Shared<AlertNotes>?
  /// What it is about: an asset's id or a district's name.
  public let subject: String
  /// What people read, with the values of its last step.
  public internal(set) var summary: String
  /// Since when the condition has been true, event time.
  public let since: Timestamp
  /// When its state last changed, event time.
  var changedAt = Timestamp.distantPast
  private var firing = Timestamp.distantPast
  /// The bits of ``value``, since alerts are compared; those of not-a-number for none.
  private var valueBits = Double.nan.bitPattern
  /// How much it matters.
  public internal(set) var severity: Severity
  /// Where it stands.
  public internal(set) var state: AlertState
  /// Whether late readings told of it when it was over: it never called anybody.
  public internal(set) var isHistorical = false
  /// Whether it comes and goes so often that it stays until there has been calm for a while.
  public internal(set) var isFlapping = false
  private var isAboutAsset: Bool
  /// The rule, -1 when it is gone, and the subject, which is the asset for an alert about one.
  private(set) var key: InstanceKey

  /// An alert that nothing has happened to yet.
  init(
    id: String, key: InstanceKey, origin: Shared<AlertOrigin>, severity: Severity, subject: String,
    isAboutAsset: Bool, summary: String = "", since: Timestamp
  ) {
    self.id = id
    self.origin = origin
    self.severity = severity
    self.subject = subject
    self.summary = summary
    self.since = since
    state = .inactive
    self.key = key
    self.isAboutAsset = isAboutAsset
  }

  /// Moves it to where its rule and its subject stand now; `nil` for what is gone.
  mutating func move(toRule rule: Int?, subject: Int?) {
    if let subject { key.subject = Int32(subject) } else { isAboutAsset = false }
    key.rule = Int32(rule ?? -1)
  }

  /// The rule, by index into the rules of the city; -1 when it is gone.
  public var rule: Int { Int(key.rule) }
  /// The asset, by index; `nil` when it is gone, or it is about a district, a gateway or a broker.
  public var asset: Int? { isAboutAsset ? Int(key.subject) : nil }
  /// The value that the rule looks at first, at its last step.
  public internal(set) var value: Double? {
    get {
      let value = Double(bitPattern: valueBits)
      return value.isNaN ? nil : value
    }
    set { valueBits = (newValue ?? .nan).bitPattern }
  }
  /// The rule's name.
  public var ruleName: String { origin.value.rule }
  /// Which text of the rule it was: ``RuleDefinition/version``.
  public var ruleVersion: String { origin.value.version }
  /// The rule's labels.
  public var labels: [String: String] { origin.value.labels }

  /// When it fired.
  public internal(set) var firedAt: Timestamp? {
    get { firing > .distantPast ? firing : nil }
    set { firing = newValue ?? .distantPast }
  }
  /// When the condition stopped being true, while `keep_firing_for` runs.
  public internal(set) var clearedAt: Timestamp? {
    get { notes?.value.clearedAt }
    set { note { $0.clearedAt = newValue } }
  }
  /// When it was over.
  public internal(set) var resolvedAt: Timestamp? {
    get { notes?.value.resolvedAt }
    set { note { $0.resolvedAt = newValue } }
  }
  /// Who took note of it.
  public internal(set) var acknowledged: Acknowledgement? {
    get { notes?.value.acknowledged }
    set { note { $0.acknowledged = newValue } }
  }
  /// Who put it aside, until when.
  public internal(set) var shelved: Shelving? {
    get { notes?.value.shelved }
    set { note { $0.shelved = newValue } }
  }
  /// The rule whose alert explains this one.
  public internal(set) var suppressedBy: String? {
    get { notes?.value.suppressedBy }
    set { note { $0.suppressedBy = newValue } }
  }

  private mutating func note(_ change: (inout AlertNotes) -> Void) {
    let old = notes?.value ?? AlertNotes()
    var changed = old
    change(&changed)
    guard changed != old else { return }
    notes = changed == AlertNotes() ? nil : Shared(changed)
  }
}

/// What all alerts of a rule have of it.
struct AlertOrigin: Hashable, Sendable {
  let rule: String
  let version: String
  let labels: [String: String]
}

/// What people and other alerts say of an alert, and how it ends: most of those that live have none of it.
private struct AlertNotes: Hashable, Sendable {
  var clearedAt: Timestamp?
  var resolvedAt: Timestamp?
  var acknowledged: Acknowledgement?
  var shelved: Shelving?
  var suppressedBy: String?
}

/// One step in an alert's life.
public struct Transition: Hashable, Sendable {
  /// What happened; the raw values stand in the history.
  public enum Step: String, CaseIterable, Sendable {
    case pending, firing, resolved
    /// The condition was over before it held for long enough.
    case inactive
    case acknowledged, shelved, unshelved, suppressed, unsuppressed
    /// Nobody has taken note of it for too long: it matters more now.
    case escalated
    /// It has come and gone too often.
    case flapping
    /// Late readings told of it when it was over.
    case historical
  }

  /// The alert after the step.
  public let alert: Alert
  /// What happened.
  public let step: Step
  /// When it happened, event time.
  public let at: Timestamp
  /// When Belfry took note of it.
  public let notedAt: Timestamp
  /// Why, for people: readings, time, another alert, a person.
  public let cause: String
}

/// Twelve letters and digits that name an alert: 60 bits, so that two of a million alerts share one once in
/// two million cities.
func alertID(rule: String, subject: String, since: Timestamp) -> String {
  base32(fingerprint("\(rule)\u{1F}\(subject)\u{1F}\(since.nanoseconds)"), digits: 12)
}
