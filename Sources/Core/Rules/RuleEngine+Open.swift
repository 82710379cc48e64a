import Model

/// An alert about an asset that called somebody and is not over.
struct OpenAlert: Sendable {
  let asset: Int
  let firedAt: Timestamp
  let severity: Severity
  let isAcknowledged: Bool
}

extension RuleEngine {
  /// Those that there are now.
  borrowing func openAlerts() -> [OpenAlert] {
    alerts.values.compactMap { alert in
      guard alert.state == .firing, !alert.isHistorical, let asset = alert.asset, let firedAt = alert.firedAt
      else { return nil }
      return OpenAlert(
        asset: asset, firedAt: firedAt, severity: alert.severity, isAcknowledged: alert.acknowledged != nil)
    }
  }
}
