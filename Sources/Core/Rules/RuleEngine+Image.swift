import Model

extension RuleEngine {
  borrowing func write(to writer: inout ImageWriter) {
    writer.write(timedUntil)
    writer.write(alerts.count)
    // With what they say: a rule that is gone can't tell.
    for alert in alerts.values { withSummary(alert).write(to: &writer) }
    writer.write(lastLife.count)
    for (key, life) in lastLife {
      writer.write(key)
      writer.write(life)
    }
    writer.write(firings.count)
    for (key, times) in firings {
      writer.write(key)
      writer.write(times)
    }
    writer.write(episodes.count)
    for episode in episodes.values {
      episode.alert.write(to: &writer)
      writer.write(episode.knownUntil)
      writer.write(episode.closesAt)
    }
    writer.write(shelves.count)
    for (key, shelving) in shelves {
      writer.write(key)
      shelving.write(to: &writer)
    }
    resolved.write(to: &writer)
    let timers = timers.inOrder
    writer.write(timers.count)
    for (at, deadline) in timers {
      writer.write(at)
      deadline.write(to: &writer)
    }
  }

  /// Takes the alerts over; those of rules and assets that are gone end.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, now: Timestamp, _ effects: inout Effects
  ) throws(ImageError) {
    timedUntil = try reader.read()
    for _ in 0..<(try reader.read(Int.self)) {
      var alert = try Alert(from: &reader)
      if let key = place(of: alert.key, mapping) {
        alert.move(toRule: Int(key.rule), subject: Int(key.subject))
        // The same in content, and held once.
        alert.origin = rules[alert.rule].origin
        if rules[alert.rule].isSaidByItsValue { alert.summary = "" }
        makeRoom(alert.rule, for: Int(key.subject) + 1)
        alerts.insert(alert)
        phases[Int(key.rule)][Int(key.subject)] = alert.state == .firing ? .firing : .pending
      } else {
        retire(alert, isRuleGone: mapping.rule(alert.rule) == nil, now: now, &effects)
      }
    }
    for _ in 0..<(try reader.read(Int.self)) {
      let key: InstanceKey = try reader.read()
      let life: AlertLife = try reader.read()
      if let key = place(of: key, mapping) { lastLife[key] = life }
    }
    for _ in 0..<(try reader.read(Int.self)) {
      let key: InstanceKey = try reader.read()
      let times: RecentFirings = try reader.read()
      if let key = place(of: key, mapping) { firings[key] = times }
    }
    for _ in 0..<(try reader.read(Int.self)) {
      var episode = LateEpisode(
        alert: try Alert(from: &reader), knownUntil: try reader.read(),
        closesAt: try reader.read())
      guard let key = place(of: episode.alert.key, mapping) else { continue }
      episode.alert.move(toRule: Int(key.rule), subject: Int(key.subject))
      episodes[key] = episode
    }
    for _ in 0..<(try reader.read(Int.self)) {
      let key: InstanceKey = try reader.read()
      let shelving = try Shelving(from: &reader)
      if let key = place(of: key, mapping) { shelves[key] = shelving }
    }
    try resolved.read(from: &reader, mapping)
    for _ in 0..<(try reader.read(Int.self)) {
      let at: Timestamp = try reader.read()
      let deadline = try Deadline(from: &reader)
      if let key = place(of: deadline.key, mapping) { timers.insert(deadline.moved(to: key), at: at) }
    }
  }

  private borrowing func place(of key: InstanceKey, _ mapping: ImageMapping) -> InstanceKey? {
    guard let rule = mapping.rule(Int(key.rule)) else { return nil }
    let subjects: [Int32]
    switch rules[rule].subject {
    case .asset: subjects = mapping.assets
    case .district: subjects = mapping.districts
    case .broker: subjects = mapping.brokers
    // These stand in the image in the order in which they stand in the city.
    case .gateway: return InstanceKey(rule: Int32(rule), subject: key.subject)
    }
    guard subjects.indices.contains(Int(key.subject)), subjects[Int(key.subject)] >= 0 else { return nil }
    return InstanceKey(rule: Int32(rule), subject: subjects[Int(key.subject)])
  }

  /// Ends an alert that has nothing to stand on any more.
  private mutating func retire(
    _ alert: Alert, isRuleGone: Bool, now: Timestamp, _ effects: inout Effects
  ) {
    var alert = alert
    let wasFiring = alert.state == .firing
    let at = max(now, alert.changedAt)
    alert.state = wasFiring ? .resolved : .inactive
    alert.resolvedAt = wasFiring ? at : nil
    alert.changedAt = at
    alert.move(toRule: nil, subject: nil)
    let isChanged = rules.contains { $0.name == alert.ruleName }
    let cause =
      !isRuleGone
      ? "it is no longer registered" : isChanged ? "the rule was changed" : "the rule was removed"
    effects.transitions.append(
      Transition(
        alert: alert, step: wasFiring ? .resolved : .inactive, at: at, notedAt: now, cause: cause))
    if wasFiring { resolved.insert(alert, at: now) }
  }

  /// Lets rules that are new look at the city as it is.
  mutating func begin(
    _ rules: [Int], _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    for rule in rules { evaluateAll(rule, moment, state, &effects) }
  }
}

extension RuleEngine.Deadline {
  /// Whose deadline it is.
  var key: InstanceKey {
    switch self {
    case .fire(let key, _), .resolve(let key, _), .unshelve(let key, _), .escalate(let key, _),
      .closeEpisode(let key, _), .reconsider(let key, _):
      key
    }
  }

  func moved(to key: InstanceKey) -> Self {
    switch self {
    case .fire(_, let time): .fire(key, since: time)
    case .resolve(_, let time): .resolve(key, clearedAt: time)
    case .unshelve(_, let time): .unshelve(key, until: time)
    case .escalate(_, let time): .escalate(key, since: time)
    case .closeEpisode(_, let time): .closeEpisode(key, at: time)
    case .reconsider(_, let time): .reconsider(key, at: time)
    }
  }

  func write(to writer: inout ImageWriter) {
    switch self {
    case .fire(_, let time): Self.write(0, key, time, to: &writer)
    case .resolve(_, let time): Self.write(1, key, time, to: &writer)
    case .unshelve(_, let time): Self.write(2, key, time, to: &writer)
    case .escalate(_, let time): Self.write(3, key, time, to: &writer)
    case .closeEpisode(_, let time): Self.write(4, key, time, to: &writer)
    case .reconsider(_, let time): Self.write(5, key, time, to: &writer)
    }
  }

  private static func write(
    _ number: UInt8, _ key: InstanceKey, _ time: Timestamp, to writer: inout ImageWriter
  ) {
    writer.write(number)
    writer.write(key)
    writer.write(time)
  }

  init(from reader: inout ImageReader) throws(ImageError) {
    let number: UInt8 = try reader.read()
    let key: InstanceKey = try reader.read()
    let time: Timestamp = try reader.read()
    switch number {
    case 0: self = .fire(key, since: time)
    case 1: self = .resolve(key, clearedAt: time)
    case 2: self = .unshelve(key, until: time)
    case 3: self = .escalate(key, since: time)
    case 4: self = .closeEpisode(key, at: time)
    case 5: self = .reconsider(key, at: time)
    default: throw .damaged
    }
  }
}
