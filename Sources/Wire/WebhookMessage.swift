import Model

/// What a webhook is sent: Alertmanager's message, version 4, so that what understands Alertmanager understands
/// Belfry.
///
/// Source: prometheus.io, "Alerting configuration", `<webhook_config>`, and `template.Data` of Alertmanager.
public struct WebhookMessage: Codable, Equatable, Sendable {
  /// The version of the format.
  public var version = "4"
  /// Tells the group from others, and stays the same.
  public var groupKey: String
  /// Alerts that were left out: none ever is.
  public var truncatedAlerts = 0
  /// `firing` while one of the alerts is, else `resolved`.
  public var status: String
  /// The receiver's name in the configuration.
  public var receiver: String
  /// The labels by which the alerts are grouped.
  public var groupLabels: [String: String]
  /// The labels that all alerts share.
  public var commonLabels: [String: String]
  /// The annotations that all alerts share.
  public var commonAnnotations: [String: String]
  /// Where the sender can be reached; empty when it listens on no network.
  public var externalURL: String
  /// The alerts.
  public var alerts: [Alert]

  /// One alert of the message.
  public struct Alert: Codable, Equatable, Sendable {
    /// `firing` or `resolved`.
    public var status: String
    /// What it is told apart by.
    public var labels: [String: String]
    /// What people read.
    public var annotations: [String: String]
    /// When it fired.
    public var startsAt: WireTime
    /// When it was over; the year 1 while it is not, as Alertmanager writes it.
    public var endsAt: String
    /// The alert at its sender; empty when it listens on no network.
    public var generatorURL: String
    /// A fingerprint of the labels, as Prometheus's: FNV-1a over the sorted names and values, 16 hex digits.
    public var fingerprint: String
  }

  /// The message of one group of alerts.
  public init(
    receiver: String, groupLabels: [String: String], notices: [AlertNotice], externalURL: String
  ) {
    self.receiver = receiver
    self.groupLabels = groupLabels
    self.externalURL = externalURL
    groupKey = Self.groupKey(groupLabels)
    alerts = notices.map { Alert($0, externalURL: externalURL) }
    status = alerts.contains { $0.status == "firing" } ? "firing" : "resolved"
    commonLabels = Self.common(alerts.map(\.labels))
    commonAnnotations = Self.common(alerts.map(\.annotations))
  }

  /// `{}:{alertname="full", district="Centre"}`: no route, and the group's labels in order.
  private static func groupKey(_ labels: [String: String]) -> String {
    let pairs = labels.sorted { $0.key < $1.key }.map { "\($0)=\"\(escaped($1))\"" }
    return "{}:{" + pairs.joined(separator: ", ") + "}"
  }

  private static func escaped(_ value: String) -> String {
    value.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
      .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
  }

  private static func common(_ all: [[String: String]]) -> [String: String] {
    guard let first = all.first else { return [:] }
    return first.filter { pair in all.allSatisfy { $0[pair.key] == pair.value } }
  }
}

extension WebhookMessage.Alert {
  init(_ notice: AlertNotice, externalURL: String) {
    let alert = notice.alert
    status = notice.isResolved ? "resolved" : "firing"
    labels = notice.labels
    annotations = ["summary": alert.summary, "alert": alert.id, "name": notice.name]
    if let value = alert.value { annotations["value"] = "\(value)" }
    startsAt = alert.firedAt ?? alert.since ?? WireTime(.distantPast)
    endsAt = notice.isResolved ? alert.resolvedAt?.timestamp.description ?? "" : "0001-01-01T00:00:00Z"
    generatorURL = externalURL.isEmpty ? "" : "\(externalURL)/v1/alerts/\(alert.id)"
    fingerprint = labelFingerprint(labels)
  }
}

/// Prometheus's fingerprint of a set of labels (`LabelSet.Fingerprint` in prometheus/common).
public func labelFingerprint(_ labels: [String: String]) -> String {
  var bytes: [UInt8] = []
  for (name, value) in labels.sorted(by: { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) })
  {
    bytes += Array(name.utf8) + [0xFF] + Array(value.utf8) + [0xFF]
  }
  return hexadecimal(Model.fingerprint(bytes.span))
}
