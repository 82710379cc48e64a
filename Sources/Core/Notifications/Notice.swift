public import Model

/// What those who are notified have to know of an alert to decide whether, when and with which others they
/// are told. What they are told then, its text, is not looked at here.
public struct Notice: Hashable, Sendable {
  /// Grows with every change of every alert: it names a version.
  public let number: Int64
  /// The alert's id.
  public let alert: String
  /// What it is told apart by: rule, asset, district and the rule's own labels.
  public let labels: [String: String]
  /// How much it matters.
  public let severity: Severity
  /// When it fired.
  public let firedAt: Timestamp
  /// Whether it is over; else it is firing.
  public let isResolved: Bool
  /// Whether it is nobody's concern now: acknowledged, shelved, explained by another, or historical.
  public let isQuiet: Bool

  /// A notice.
  public init(
    number: Int64, alert: String, labels: [String: String], severity: Severity,
    firedAt: Timestamp, isResolved: Bool, isQuiet: Bool
  ) {
    self.number = number
    self.alert = alert
    self.labels = labels
    self.severity = severity
    self.firedAt = firedAt
    self.isResolved = isResolved
    self.isQuiet = isQuiet
  }
}

/// What a receiver was last told of an alert.
public struct Told: Hashable, Sendable {
  /// The version of the notice; 0 when it is not certain that the receiver heard of it.
  public var number: Int64
  /// Whether it was told that the alert is over.
  public var isResolved: Bool
  /// When.
  public var at: Timestamp

  /// What was told.
  public init(number: Int64, isResolved: Bool, at: Timestamp) {
    self.number = number
    self.isResolved = isResolved
    self.at = at
  }

  /// A first attempt was made: the receiver may know of the alert, and so has to be told of its end.
  public static func perhaps(at time: Timestamp) -> Told { Told(number: 0, isResolved: false, at: time) }

  /// Whether the receiver is known to know.
  var isCertain: Bool { number != 0 }
}
