import Model
import Wire

extension Tone {
  /// How a severity looks.
  init(severity: String) {
    switch Severity(rawValue: severity) {
    case .critical: self = .critical
    case .warning: self = .warning
    case .info: self = .notice
    case nil: self = .plain
    }
  }

  /// How the state of an asset or device looks.
  init(state: String) {
    switch state {
    case "ok": self = .good
    case "alert": self = .critical
    case "silent": self = .warning
    default: self = .quiet
    }
  }
}
