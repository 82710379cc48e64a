import Foundation
import Model

/// How people are told times.
enum TimeText {
  /// How long ago something was, seen from `now`: `3 min ago`; `in 3 min` for what is to come.
  static func ago(_ time: Timestamp, now: Timestamp) -> String {
    let age = now - time
    let text = span(age)
    if text == "0 s" { return "now" }
    return age < .zero ? "in \(text)" : "\(text) ago"
  }

  /// A length of time in its one fitting unit, rounded down: `45 s`, `3 min`, `5 h`, `12 d`, `3 y`.
  static func span(_ duration: Duration) -> String {
    let seconds = Int(min(abs(duration.inSeconds), 1e10))
    switch seconds {
    case ..<60: return "\(seconds) s"
    case ..<3600: return "\(seconds / 60) min"
    case ..<(48 * 3600): return "\(seconds / 3600) h"
    case ..<(730 * 86_400): return "\(seconds / 86_400) d"
    default: return "\(seconds / (365 * 86_400)) y"
    }
  }

  /// The time of day where the person sits: `12:11:12`.
  static func clock(_ time: Timestamp, zone: TimeZone = .current) -> String {
    String(local(time, zone).dropFirst(11).prefix(8))
  }

  /// Day and time where the person sits: `2026-05-04 12:11:12`.
  static func date(_ time: Timestamp, zone: TimeZone = .current) -> String {
    String(local(time, zone).prefix(19).replacing("T", with: " "))
  }

  private static func local(_ time: Timestamp, _ zone: TimeZone) -> String {
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: time.secondsSinceEpoch))
    return (time + .seconds(offset)).description
  }
}

extension Timestamp {
  /// The time of this machine's clock.
  static var now: Timestamp {
    Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970) ?? .distantPast
  }
}
