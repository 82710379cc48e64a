public import Model

/// What a backtest says of one rule.
public struct BacktestSummary: Sendable {
  /// The rule's name.
  public let rule: String
  /// How many alerts fired.
  public let alerts: Int
  /// How many of them still fire at the end.
  public let open: Int
  /// How many of them another alert explained.
  public let suppressed: Int
  /// How long all of them fired, in sum.
  public let firing: Duration
  /// How long the longest fired.
  public let longest: Duration
  /// How many notifications a receiver with the usual settings would have got.
  public let notifications: Int
  /// How often and how long for each subject, the most often first.
  public let subjects: [(subject: String, alerts: Int, firing: Duration)]

  /// The summary of the alerts of `rule` among `alerts`, up to `end`.
  public init(of rule: String, in alerts: [BacktestAlert], until end: Timestamp) {
    let own = alerts.filter { $0.rule == rule }
    func length(_ alert: BacktestAlert) -> Duration { (alert.resolvedAt ?? end) - alert.firedAt }
    self.rule = rule
    self.alerts = own.count
    open = own.count { $0.resolvedAt == nil }
    suppressed = own.count(where: \.wasSuppressed)
    firing = own.reduce(.zero) { $0 + length($1) }
    longest = own.map(length).max() ?? .zero
    notifications = BacktestNotifications.count(own, until: end)
    subjects = Dictionary(grouping: own, by: \.subject)
      .map { (subject: $0.key, alerts: $0.value.count, firing: $0.value.reduce(.zero) { $0 + length($1) }) }
      .sorted { ($1.alerts, $1.firing, $0.subject) < ($0.alerts, $0.firing, $1.subject) }
  }
}
