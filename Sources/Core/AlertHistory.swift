public import Model

/// Which alerts of the past are wanted: those that fired, or would have fired but for late data.
public struct AlertSelection: Hashable, Sendable {
  /// Began at this moment or later, event time.
  public var from: Timestamp
  /// Began before this moment.
  public var to: Timestamp
  /// The only rule wanted; `nil` for all.
  public var rule: String?
  /// The only subject wanted, an asset's id or a district's name; `nil` for all.
  public var subject: String?
  /// The only severity wanted; `nil` for all.
  public var severity: Severity?

  /// A selection by the time at which alerts began, `from` included and `to` not.
  public init(
    from: Timestamp, to: Timestamp, rule: String? = nil, subject: String? = nil, severity: Severity? = nil
  ) {
    self.from = from
    self.to = to
    self.rule = rule
    self.subject = subject
    self.severity = severity
  }
}

/// A place in the list of past alerts: behind the alert that began then and has this id.
public struct AlertPosition: Hashable, Sendable {
  /// When that alert began.
  public var since: Timestamp
  /// Its id.
  public var alert: String

  /// A place in the list.
  public init(since: Timestamp, alert: String) {
    self.since = since
    self.alert = alert
  }
}

/// One step of an alert, as the history keeps it.
public struct StoredStep: Hashable, Sendable {
  /// What happened.
  public var step: Transition.Step
  /// When, event time.
  public var at: Timestamp
  /// When Belfry took note of it.
  public var notedAt: Timestamp
  /// What people read then.
  public var summary: String
  /// The value that the rule looks at first, then.
  public var value: Double?
  /// The rule whose alert explained this one then.
  public var suppressedBy: String?
  /// Why, for people.
  public var cause: String

  /// A step.
  public init(
    step: Transition.Step, at: Timestamp, notedAt: Timestamp, summary: String, value: Double?,
    suppressedBy: String?, cause: String
  ) {
    self.step = step
    self.at = at
    self.notedAt = notedAt
    self.summary = summary
    self.value = value
    self.suppressedBy = suppressedBy
    self.cause = cause
  }
}

/// An alert of the history with all that happened to it.
public struct StoredAlert: Hashable, Sendable {
  /// Its id.
  public var id: String
  /// The rule's name.
  public var rule: String
  /// What it is about: an asset's id or a district's name.
  public var subject: String
  /// How much it matters.
  public var severity: Severity
  /// Since when the condition was true, event time.
  public var since: Timestamp
  /// The rule as it was when the alert took its last step; `nil` when an older version wrote it.
  public var definition: RuleDefinition?
  /// What happened, in the order in which Belfry took note of it; at least one step.
  public var steps: [StoredStep]
  /// What people did, in order.
  public var commands: [OperatorCommand]

  /// An alert of the history.
  public init(
    id: String, rule: String, subject: String, severity: Severity, since: Timestamp,
    definition: RuleDefinition?, steps: [StoredStep], commands: [OperatorCommand]
  ) {
    self.id = id
    self.rule = rule
    self.subject = subject
    self.severity = severity
    self.since = since
    self.definition = definition
    self.steps = steps
    self.commands = commands
  }
}

/// What the API asks of whoever stores the steps of alerts.
public protocol AlertHistory: Sendable {
  /// A page of past alerts, the newest first.
  /// - Parameters:
  ///   - selection: which alerts.
  ///   - position: where to go on; `nil` for the newest.
  ///   - limit: the most that are wanted.
  /// - Returns: the alerts, and where to go on; `nil` there when nothing is left.
  /// - Throws: why the history can't be read.
  func alerts(
    _ selection: AlertSelection, after position: AlertPosition?, limit: Int
  ) async throws -> (alerts: [StoredAlert], next: AlertPosition?)

  /// The alert with this id, whether it ever fired or not; `nil` when there was none.
  /// - Throws: why the history can't be read.
  func alert(id: String) async throws -> StoredAlert?

  /// The readings of an asset that had arrived by a moment: of each quantity the newest `count`, in order of
  /// arrival.
  ///
  /// Readings that the city uses for nothing are left out. One call does a bounded amount of work, so what
  /// arrived long before the moment may be missing.
  /// - Throws: why the history can't be read.
  func newestReadings(
    of asset: String, _ quantities: [Quantity], arrivedBy moment: Timestamp, count: Int
  ) async throws -> [StoredReading]
}
