import Model
import Wire

/// Where an alert stands for the operator: its state, and what was done about it. In the order in which an
/// operator wants to see them.
enum Standing: Int, Comparable, Sendable {
  case firing, pending, acknowledged, shelved, suppressed, resolved, inactive

  static func < (a: Standing, b: Standing) -> Bool { a.rawValue < b.rawValue }

  /// How it looks.
  func tone(severity: String) -> Tone {
    switch self {
    case .firing, .pending: Tone(severity: severity)
    case .acknowledged: .plain
    case .shelved, .suppressed, .resolved, .inactive: .quiet
    }
  }
}

extension AlertObject {
  /// Where it stands.
  var standing: Standing {
    switch AlertState(rawValue: state) {
    case .resolved: .resolved
    case .inactive, nil: .inactive
    case .pending, .firing:
      if suppressedBy != nil {
        .suppressed
      } else if shelved != nil {
        .shelved
      } else if acknowledged != nil {
        .acknowledged
      } else {
        state == AlertState.firing.rawValue ? .firing : .pending
      }
    }
  }

  /// When it came to stand where it stands.
  var standsSince: WireTime? { resolvedAt ?? firedAt ?? since }

  /// Whether it comes before another one on the operator's screen: what needs a hand, the worst, the newest.
  func precedes(_ other: AlertObject) -> Bool {
    if standing != other.standing { return standing < other.standing }
    let ranks = (Severity(rawValue: severity) ?? .info, Severity(rawValue: other.severity) ?? .info)
    if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
    if standsSince != other.standsSince {
      return (standsSince?.timestamp ?? .distantPast) > (other.standsSince?.timestamp ?? .distantPast)
    }
    return id < other.id
  }
}
