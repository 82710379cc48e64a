import Core
import Foundation
import Model
import Storage
import Wire

/// All receivers' queues, and the alerts that are in them.
struct NotificationDesk {
  private var queues: [AnnouncementQueue]
  private let names: [String]
  /// Each alert in its newest version.
  private var alerts: [String: (notice: AlertNotice, number: Int64)] = [:]
  /// The newest version that was seen.
  private(set) var lastNumber: Int64 = 0
  /// What is to be written into the outbox: it stays here until it could be.
  private(set) var knowledge: [Outbox.Knowledge] = []
  private(set) var finished: [(alert: String, number: Int64)] = []

  init(_ receivers: [(name: String, policy: NotificationPolicy)], seed: UInt64) {
    names = receivers.map(\.name)
    queues = receivers.map { AnnouncementQueue(name: $0.name, policy: $0.policy, seed: seed) }
  }

  /// Takes what is in the outbox.
  /// - Parameters:
  ///   - entries: what was written since the last time, in order.
  ///   - knowledge: what receivers know of it from before a restart.
  ///   - now: no entry counts as later than this.
  mutating func take(_ entries: [Outbox.Entry], knowing knowledge: [Outbox.Knowledge] = [], at now: Timestamp)
  {
    var told: [String: [String: Told]] = [:]
    for item in knowledge {
      var known = item.told
      known.at = min(known.at, now)
      told[item.alert, default: [:]][item.receiver] = known
    }
    for entry in entries {
      lastNumber = max(lastNumber, entry.number)
      guard let stored = try? JSONDecoder().decode(AlertNotice.self, from: Data(entry.notice)) else {
        continue
      }
      take(stored, entry.number, told[entry.alert] ?? [:], at: min(entry.at, now))
    }
  }

  private mutating func take(
    _ stored: AlertNotice, _ number: Int64, _ told: [String: Told], at time: Timestamp
  ) {
    let id = stored.alert.id
    var stored = stored
    if stored.kind == nil, let known = alerts[id]?.notice {
      // Its asset may have left the registry; those who know the alert shall know it again.
      (stored.kind, stored.district, stored.name) = (known.kind, known.district, known.name)
    }
    alerts[id] = (stored, number)
    let notice = Notice(stored, number: number)
    for index in queues.indices { queues[index].take(notice, told: told[names[index]], at: time) }
    forgetIfNobodyIsConcerned(id)
  }

  private mutating func forgetIfNobodyIsConcerned(_ alert: String) {
    guard !queues.contains(where: { $0.concerns(alert) }), let newest = alerts.removeValue(forKey: alert)
    else {
      return
    }
    finished.append((alert, newest.number))
  }

  // MARK: - Deliveries

  /// How many alerts the receiver with this index does not know as they are.
  func waiting(_ receiver: Int) -> Int { queues[receiver].waiting }

  /// What the receiver with this index is to be told now.
  mutating func next(_ receiver: Int, at now: Timestamp) -> Outgoing? {
    guard let notification = queues[receiver].next(at: now) else { return nil }
    knowledge += notification.firstTold.map { alert in
      Outbox.Knowledge(receiver: names[receiver], alert: alert, .perhaps(at: now))
    }
    let notices = notification.notices.compactMap { alerts[$0.alert]?.notice }
    guard queues[receiver].policy.tellsEveryChange else {
      return Outgoing(notification: notification, notices: notices, firing: [])
    }
    let firing = alerts.values.map(\.notice).filter { notice in
      !notice.isResolved && queues[receiver].concerns(notice.alert.id)
    }
    return Outgoing(notification: notification, notices: notices, firing: firing)
  }

  /// The receiver has it.
  mutating func delivered(_ outgoing: Outgoing, to receiver: Int, at now: Timestamp) {
    let over = queues[receiver].delivered(outgoing.notification, at: now)
    note(outgoing, receiver, over: over, at: now)
  }

  /// The receiver does not have it.
  /// - Returns: whether that was the last attempt.
  mutating func failed(_ outgoing: Outgoing, to receiver: Int, at now: Timestamp) -> Bool {
    let result = queues[receiver].failed(outgoing.notification, at: now)
    if result.isGivenUp {
      note(outgoing, receiver, over: result.over, at: now)
    } else {
      for alert in result.over { forgetIfNobodyIsConcerned(alert) }
    }
    return result.isGivenUp
  }

  private mutating func note(_ outgoing: Outgoing, _ receiver: Int, over: [String], at now: Timestamp) {
    for notice in outgoing.notification.notices {
      knowledge.append(
        Outbox.Knowledge(
          receiver: names[receiver], alert: notice.alert,
          Told(number: notice.number, isResolved: notice.isResolved, at: now)))
    }
    for alert in over { forgetIfNobodyIsConcerned(alert) }
  }

  /// What was to be written is on disk.
  mutating func settled() {
    knowledge = []
    finished = []
  }
}

extension Notice {
  /// What the queues have to know of an alert.
  fileprivate init(_ stored: AlertNotice, number: Int64) {
    let alert = stored.alert
    self.init(
      number: number, alert: alert.id, labels: stored.labels,
      severity: Severity(rawValue: alert.severity) ?? .warning,
      firedAt: (alert.firedAt ?? alert.since)?.timestamp ?? .distantPast, isResolved: stored.isResolved,
      isQuiet: stored.isQuiet)
  }
}
