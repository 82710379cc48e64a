public import Model

/// What one receiver must be told, and when: a function of the notices, the deliveries and the time that it was
/// given.
///
/// Nothing is queued but the alerts themselves: what a receiver must be told is what it does not know. So a
/// receiver that was away for a day is told how things stand, not all that happened; and an alert that fired is
/// told even if it is over by then. One notification at a time is under way.
public struct AnnouncementQueue: Sendable {
  private struct Member {
    var notice: Notice
    var told: Told?
    /// Since when there is something to tell; `nil` when there is not.
    var newsSince: Timestamp?
  }

  private struct Group {
    var alerts: Set<String> = []
    /// When it was last told.
    var toldAt: Timestamp?
    /// Whether more was to tell than fitted.
    var isCut = false
    /// Not before this: it failed.
    var notBefore: Timestamp?
    /// When to look at it: not later than when there is something to tell.
    var dueAt = Timestamp.distantFuture
    var failures = 0
  }

  /// What the receiver wants.
  public let policy: NotificationPolicy
  private let name: String
  private let backoff: Backoff
  private var members: [String: Member] = [:]
  private var groups: [[String]: Group] = [:]
  private var isUnderWay = false
  private var failures = 0
  private var pausedUntil = Timestamp.distantPast
  private var allowance: Allowance

  /// A queue with nothing in it.
  /// - Parameters:
  ///   - name: the receiver's name, unique.
  ///   - policy: what it wants.
  ///   - seed: spreads the pauses between attempts; any number.
  public init(name: String, policy: NotificationPolicy, seed: UInt64) {
    self.name = name
    self.policy = policy
    backoff = Backoff(seed: seed)
    allowance = Allowance(perMinute: policy.perMinute)
  }

  /// How many alerts the receiver does not know as they are.
  public var waiting: Int { members.values.count { $0.newsSince != nil } }

  /// Whether an alert is to be told, or may be when it changes.
  public func concerns(_ alert: String) -> Bool { members[alert] != nil }

  // MARK: - Notices

  /// Takes a new version of an alert.
  /// - Parameters:
  ///   - notice: the alert as it is.
  ///   - told: what the receiver was told of it before a restart.
  ///   - now: when it became so.
  /// - Returns: whether the alert concerns the receiver: it is to be told, or may be when the alert changes.
  @discardableResult
  public mutating func take(_ notice: Notice, told: Told? = nil, at now: Timestamp) -> Bool {
    // Who knows of an alert hears of its end, whatever it has become.
    guard policy.wants(notice) || members[notice.alert] != nil || told != nil else { return false }
    var member = members[notice.alert] ?? Member(notice: notice, told: told)
    let formerKey = groupKey(of: member.notice)
    member.notice = notice
    member.newsSince = isNews(member) ? member.newsSince ?? now : nil
    let key = groupKey(of: notice)
    guard !isOver(member, at: now) else {
      leave(formerKey, notice.alert)
      members[notice.alert] = nil
      return false
    }
    if key != formerKey { leave(formerKey, notice.alert) }
    members[notice.alert] = member
    var group = groups[key] ?? Group()
    group.alerts.insert(notice.alert)
    if let told, told.isCertain { group.toldAt = max(group.toldAt ?? told.at, told.at) }
    group.dueAt = min(group.dueAt, dueTime(of: member, in: group))
    groups[key] = group
    return true
  }

  /// Whether the receiver knows something else than what is.
  private func isNews(_ member: Member) -> Bool {
    guard let told = member.told else { return !member.notice.isQuiet }
    if told.isResolved { return false }
    if member.notice.isResolved { return true }
    if !told.isCertain { return !member.notice.isQuiet }
    return policy.tellsEveryChange && told.number != member.notice.number
  }

  /// Whether nothing will ever be told of it: it ended, and the receiver knows, or need not know.
  private func isOver(_ member: Member, at now: Timestamp) -> Bool {
    guard member.notice.isResolved else { return false }
    if member.newsSince == nil { return true }
    return member.told == nil && now < readyTime(of: member.notice)
  }

  private func groupKey(of notice: Notice) -> [String] { policy.groupBy.map { notice.labels[$0] ?? "" } }

  private mutating func leave(_ group: [String], _ alert: String) {
    groups[group]?.alerts.remove(alert)
    if groups[group]?.alerts.isEmpty ?? false { groups[group] = nil }
  }

  private mutating func forget(_ notice: Notice) {
    leave(groupKey(of: notice), notice.alert)
    members[notice.alert] = nil
  }

  // MARK: - Time

  /// When an alert has been nobody's for long enough. Without a delay that is always: the clock of the device that
  /// made it fire may be ahead of ours.
  private func readyTime(of notice: Notice) -> Timestamp {
    policy.delay == .zero ? .distantPast : notice.firedAt + policy.delay
  }

  /// When a notification of `group` is due on behalf of one of its alerts.
  private func dueTime(of member: Member, in group: Group) -> Timestamp {
    var due = Timestamp.distantFuture
    if let since = member.newsSince {
      let isKnown = member.told != nil
      let ready = isKnown ? since : max(since, readyTime(of: member.notice))
      due =
        group.toldAt.map { group.isCut ? ready : max(ready, $0 + policy.groupInterval) } ?? ready
        + policy.groupWait
    } else if let told = member.told, !told.isResolved, !member.notice.isQuiet {
      due = (group.toldAt ?? told.at) + policy.repeatInterval
    }
    return group.notBefore.map { max(due, $0) } ?? due
  }

  private func dueTime(of group: Group) -> Timestamp {
    group.alerts.compactMap { members[$0] }.map { dueTime(of: $0, in: group) }.min() ?? .distantFuture
  }

  // MARK: - Deliveries

  /// The next notification, if one is due; what became of it must be told before there is another.
  ///
  /// Of several the one with the most severe news comes first, then the one that waits longest.
  public mutating func next(at now: Timestamp) -> Announcement? {
    guard !isUnderWay, now >= pausedUntil, allowance.hasOne(at: now) else { return nil }
    for (key, group) in groups where group.dueAt <= now {
      let due = dueTime(of: group)
      groups[key]?.dueAt = due
    }
    let due = groups.filter { $0.value.dueAt <= now }
    let first = due.min { a, b in
      let (left, right) = (severity(ofNewsIn: a.value), severity(ofNewsIn: b.value))
      if left != right { return left > right }
      return (a.value.dueAt, a.key.joined(separator: "\u{1F}")) < (
        b.value.dueAt, b.key.joined(separator: "\u{1F}")
      )
    }
    guard let (key, group) = first else { return nil }
    let notification = notification(of: group, key, at: now)
    isUnderWay = true
    allowance.use(at: now)
    for alert in notification.firstTold { members[alert]?.told = .perhaps(at: now) }
    return notification
  }

  private func severity(ofNewsIn group: Group) -> Severity {
    let news = group.alerts.compactMap { members[$0] }.filter { $0.newsSince != nil }
    return news.map(\.notice.severity).max() ?? .info
  }

  private func notification(of group: Group, _ key: [String], at now: Timestamp) -> Announcement {
    let alerts = group.alerts.compactMap { members[$0] }
    let news = alerts.filter { member in
      member.newsSince != nil && (member.told != nil || readyTime(of: member.notice) <= now)
    }
    // Who is told every change knows the others.
    let isComplete = !policy.tellsEveryChange || news.isEmpty
    let known = isComplete ? alerts.filter { $0.newsSince == nil && !$0.notice.isQuiet } : []
    let told = (news + known)
      .sorted { a, b in
        let (left, right) = (a.newsSince == nil ? 1 : 0, b.newsSince == nil ? 1 : 0)
        return (left, a.notice.firedAt, a.notice.alert) < (right, b.notice.firedAt, b.notice.alert)
      }
      .prefix(NotificationPolicy.alertsMax)
    let labels = zip(policy.groupBy, key).filter { !$1.isEmpty }
    let versions = told.map { String($0.notice.number) }.joined(separator: ",")
    let before = group.toldAt.map { String($0.nanoseconds) } ?? ""
    let name = ([name] + key + [before, versions]).joined(separator: "\u{1F}")
    return Announcement(
      id: hexadecimal(fingerprint(name)),
      groupLabels: Dictionary(labels, uniquingKeysWith: { first, _ in first }),
      notices: told.map(\.notice), firstTold: told.filter { $0.told == nil }.map(\.notice.alert), group: key)
  }

  /// The receiver has the notification.
  /// - Returns: the alerts that concern the receiver no more.
  public mutating func delivered(_ notification: Announcement, at now: Timestamp) -> [String] {
    isUnderWay = false
    failures = 0
    pausedUntil = .distantPast
    return settle(notification, at: now)
  }

  /// The receiver does not have the notification, as far as we know: it is tried again, unless that was tried for
  /// too long.
  /// - Returns: the alerts that concern the receiver no more, and whether the notification is given up.
  public mutating func failed(
    _ notification: Announcement, at now: Timestamp
  ) -> (over: [String], isGivenUp: Bool) {
    isUnderWay = false
    failures += 1
    pausedUntil = now + backoff.pause(after: failures, of: name)
    let oldest = notification.notices.compactMap { members[$0.alert]?.newsSince }.min()
    if let oldest, now - oldest > NotificationPolicy.patience { return (settle(notification, at: now), true) }
    var over: [String] = []
    for notice in notification.notices {
      guard let member = members[notice.alert], isOver(member, at: now) else { continue }
      over.append(notice.alert)
      forget(member.notice)
    }
    guard var group = groups[notification.group] else { return (over, false) }
    group.failures += 1
    let pause = backoff.pause(after: group.failures, of: notification.group.joined(separator: "\u{1F}"))
    group.notBefore = now + pause
    group.dueAt = now + pause
    groups[notification.group] = group
    return (over, false)
  }

  /// Takes note that the receiver knows what is in the notification, or is not to be told any more.
  private mutating func settle(_ notification: Announcement, at now: Timestamp) -> [String] {
    var over: [String] = []
    // News come first: when the last is one, others may have found no room.
    let isFull = notification.notices.count == NotificationPolicy.alertsMax
    let isCut = isFull && notification.notices.last.flatMap { members[$0.alert]?.newsSince } != nil
    for notice in notification.notices {
      guard var member = members[notice.alert] else { continue }
      member.told = Told(number: notice.number, isResolved: notice.isResolved, at: now)
      // It may have changed on the way.
      member.newsSince = isNews(member) ? now : nil
      members[notice.alert] = member
      guard isOver(member, at: now) else { continue }
      over.append(notice.alert)
      forget(member.notice)
    }
    guard var group = groups[notification.group] else { return over }
    group.toldAt = now
    group.failures = 0
    group.isCut = isCut
    group.notBefore = nil
    group.dueAt = dueTime(of: group)
    groups[notification.group] = group
    return over
  }
}
