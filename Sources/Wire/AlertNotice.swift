public import Model

/// An alert as it is kept for those who are told of it: with what its group and its labels need.
public struct AlertNotice: Codable, Equatable, Sendable {
  /// The alert.
  public var alert: AlertObject
  /// The asset's kind; `nil` for an alert about a district.
  public var kind: String?
  /// The district, if there is one.
  public var district: String?
  /// What people call the asset or district.
  public var name: String

  /// A notice.
  public init(alert: AlertObject, kind: AssetKind?, district: String?, name: String) {
    self.alert = alert
    self.kind = kind?.rawValue
    self.district = district
    self.name = name
  }

  /// What the alert is told apart by, as Prometheus's labels: the rule's own and `alertname`, `asset`, `district`,
  /// `kind` and `severity`, which the rule's own can't replace.
  public var labels: [String: String] {
    var labels = alert.labels
    labels["alertname"] = alert.rule
    labels["severity"] = alert.severity
    labels["district"] = district
    labels["kind"] = kind
    if kind != nil || district != alert.asset { labels["asset"] = alert.asset }
    return labels
  }

  /// Whether the alert is over.
  public var isResolved: Bool { alert.state == AlertState.resolved.rawValue }

  /// Whether somebody has it in hand, or it is explained by another, or it came from late data.
  public var isQuiet: Bool {
    alert.acknowledged != nil || alert.shelved != nil || alert.suppressedBy != nil || alert.historical
  }
}
