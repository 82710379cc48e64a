import Model

/// Counts what a receiver would have been sent: the alerts of one rule and district together, at the usual
/// pace.
enum BacktestNotifications {
  /// How long the first alert of a group waits for others.
  private static let wait = Duration.seconds(30)
  /// The least time between two notifications of a group.
  private static let interval = Duration.seconds(300)
  /// After which time a group that is still firing is told again.
  private static let repetition = Duration.seconds(4 * 3600)

  static func count(_ alerts: [BacktestAlert], until end: Timestamp) -> Int {
    let groups = Dictionary(grouping: alerts.filter { !$0.wasSuppressed }, by: \.district)
    return groups.values.reduce(0) { $0 + count(group: $1, end) }
  }

  private static func count(group: [BacktestAlert], _ end: Timestamp) -> Int {
    var changes = group.map { (at: $0.firedAt, by: 1) }
    changes += group.compactMap { alert in alert.resolvedAt.map { (at: $0, by: -1) } }
    changes.sort { $0.at < $1.at }
    var sent = 0
    var lastSentAt: Timestamp?
    var due: Timestamp?
    var firing = 0
    /// Sends what is due before `moment`, and again what goes on.
    func pass(before moment: Timestamp) {
      while true {
        let repeated = firing > 0 ? lastSentAt.map { $0 + repetition } : nil
        guard let next = due ?? repeated, next < moment else { return }
        sent += 1
        lastSentAt = next
        due = nil
      }
    }
    for change in changes {
      pass(before: change.at)
      firing += change.by
      let soonest = lastSentAt.map { $0 + interval } ?? change.at + wait
      due = due ?? max(change.at, soonest)
    }
    pass(before: end + .nanoseconds(1))
    return sent
  }
}
