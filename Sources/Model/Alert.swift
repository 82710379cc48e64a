/// How much an alert matters.
public enum Severity: String, CaseIterable, Sendable, Comparable {
  case info, warning, critical

  /// `info` before `warning` before `critical`.
  public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .critical: 2
    }
  }

  /// 1 info, 2 warning, 3 critical: the quantity `alert_severity`.
  public var number: Double { Double(rank + 1) }
}

/// Where an alert stands in its life. The words are Prometheus's.
public enum AlertState: String, CaseIterable, Sendable {
  /// The condition is not true.
  case inactive
  /// The condition is true, but not yet for long enough.
  case pending
  /// The condition has been true for the rule's `for`.
  case firing
  /// It fired, and the condition is over.
  case resolved
}
