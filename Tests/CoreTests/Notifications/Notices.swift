import Core
import Model

extension Notice {
  /// A notice of an alert that fired at the beginning.
  static func of(
    _ alert: String, version: Int64, severity: Severity = .warning, district: String = "Centre",
    team: String? = nil, isResolved: Bool = false, isQuiet: Bool = false
  ) -> Notice {
    var labels = ["alertname": "full", "asset": alert, "district": district]
    labels["team"] = team
    return Notice(
      number: version, alert: alert, labels: labels, severity: severity, firedAt: .second(0),
      isResolved: isResolved, isQuiet: isQuiet)
  }
}

extension Timestamp {
  /// So many seconds after the beginning, which is not the epoch.
  static func second(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_800_000_000 + seconds) }
}

extension Announcement {
  /// The alerts in it.
  var alerts: [String] { notices.map(\.alert) }
}

/// Someone who is told: a queue, and what they do.
final class Recipient {
  private var queue: AnnouncementQueue

  init(_ change: (inout NotificationPolicy) -> Void = { _ in }) {
    var policy = NotificationPolicy()
    change(&policy)
    queue = AnnouncementQueue(name: "ops", policy: policy, seed: 1)
  }

  var waiting: Int { queue.waiting }

  @discardableResult
  func take(_ notice: Notice, told: Told? = nil, at now: Timestamp) -> Bool {
    queue.take(notice, told: told, at: now)
  }

  func next(at now: Timestamp) -> Announcement? { queue.next(at: now) }

  func failed(_ notification: Announcement, at now: Timestamp) -> (over: [String], isGivenUp: Bool) {
    queue.failed(notification, at: now)
  }

  /// A delivery that succeeds, if there is something to deliver.
  @discardableResult
  func deliver(_ notification: Announcement?, at now: Timestamp) -> [String] {
    notification.map { queue.delivered($0, at: now) } ?? []
  }

  /// Lets time pass, in steps of a tenth of a second, until something is due.
  func next(after now: inout Timestamp, pauses: inout [Double]) -> Announcement? {
    let before = now
    while now - before < .seconds(3600) {
      if let notification = next(at: now) {
        pauses.append((now - before) / .seconds(1))
        return notification
      }
      now = now + .milliseconds(100)
    }
    return nil
  }
}
