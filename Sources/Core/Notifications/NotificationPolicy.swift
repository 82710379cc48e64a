public import Model

/// What a receiver wants to be told, and how often.
public struct NotificationPolicy: Hashable, Sendable {
  /// Of which severities.
  public var severities = Set(Severity.allCases)
  /// The labels that an alert must have, with these values.
  public var labels: [String: String] = [:]
  /// The labels by whose values alerts are told together.
  public var groupBy = ["alertname", "district"]
  /// How long the first alert of a group waits for others.
  public var groupWait = Duration.seconds(30)
  /// The least time between two notifications of a group.
  public var groupInterval = Duration.seconds(300)
  /// After which time a group that is still firing is told again.
  public var repeatInterval = Duration.seconds(4 * 3600)
  /// How long an alert must have been nobody's before this receiver is told of it: an escalation.
  public var delay = Duration.zero
  /// The most notifications in a minute; what is more waits. Above 0.
  public var perMinute = 30
  /// Whether every change of an alert that was told is told, and not only that it fires and that it is over.
  public var tellsEveryChange = false

  /// The most alerts in one notification; the rest comes in the next.
  public static let alertsMax = 1000
  /// How long is tried to tell something before it is given up.
  public static let patience = Duration.seconds(7 * 86_400)

  /// The usual policy.
  public init() {}

  /// Whether the receiver is ever told of such an alert.
  func wants(_ notice: Notice) -> Bool {
    severities.contains(notice.severity) && labels.allSatisfy { notice.labels[$0.key] == $0.value }
  }
}
