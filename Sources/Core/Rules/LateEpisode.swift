import Model

/// From when to when an alert lived.
struct AlertLife: BitwiseCopyable {
  var since: Timestamp
  var end: Timestamp
  /// Whether it fired meanwhile.
  var hasFired: Bool
}

/// A time in which late readings say that a condition was true, while more of them may come.
struct LateEpisode {
  /// Out-of-order and back-filled readings come in bursts: after so long without one the burst is over.
  static let patience = Duration.seconds(600)

  /// What would have been raised.
  var alert: Alert
  /// When the next reading was known already: how it was from then on has been seen.
  var knownUntil: Timestamp
  /// When it is closed if nothing comes.
  var closesAt: Timestamp
}

extension RuleEngine {
  /// The rules of an asset that can tell how it was when late readings were measured.
  borrowing func rulesThatLookBack(on quantities: QuantitySet, of asset: Int) -> [Int] {
    rulesOfAsset(asset).filter { rule in
      canLookBack[rule] && !rules[rule].quantities.isDisjoint(with: quantities)
    }
  }

  /// Whether a rule's condition was true, and whether it was over.
  borrowing func truths(
    _ rule: Int, _ asset: Int, at moment: Timestamp, _ state: borrowing LiveState
  ) -> (rule: Int, isTrue: Double, isOver: Double) {
    let isTrue = rules[rule].when.evaluate(state, asset: asset, now: moment)
    let isOver = rules[rule].clear?.evaluate(state, asset: asset, now: moment) ?? Truth.not(isTrue)
    return (rule, isTrue, isOver)
  }

  /// Takes in what late readings of one moment say of a rule.
  mutating func lookBack(
    _ rule: Int, _ asset: Int, isTrue: Double, isOver: Double, at moment: Timestamp,
    knownUntil: Timestamp, now: Timestamp, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let key = InstanceKey(rule: Int32(rule), subject: Int32(asset))
    if isTrue == Truth.yes, !isTold(key, moment) {
      extendEpisode(key, at: moment, knownUntil: knownUntil, now: now, state)
    } else if isOver == Truth.yes, let episode = episodes[key], moment > episode.alert.since {
      closeEpisode(key, at: moment, now, &effects)
    }
  }

  /// Whether an alert that lived told of that moment already.
  private borrowing func isTold(_ key: InstanceKey, _ moment: Timestamp) -> Bool {
    if let alert = alerts[key], alert.since <= moment { return true }
    guard let last = lastLife[key] else { return false }
    return last.since <= moment && moment < last.end
  }

  private mutating func extendEpisode(
    _ key: InstanceKey, at moment: Timestamp, knownUntil: Timestamp, now: Timestamp,
    _ state: borrowing LiveState
  ) {
    let since = min(moment, episodes[key]?.alert.since ?? moment)
    var alert = makeAlert(key, since: since, state)
    alert.isHistorical = true
    alert.summary = summary(of: key, alert.subject, at: since, state)
    let episode = LateEpisode(
      alert: alert,
      knownUntil: min(knownUntil, episodes[key]?.knownUntil ?? knownUntil),
      closesAt: now + LateEpisode.patience)
    episodes[key] = episode
    timers.insert(.closeEpisode(key, at: episode.closesAt), at: episode.closesAt)
  }

  /// Puts on record what would have been raised, if it would have been.
  mutating func closeEpisode(
    _ key: InstanceKey, at end: Timestamp, _ now: Timestamp, _ effects: inout Effects
  ) {
    guard let episode = episodes.removeValue(forKey: key) else { return }
    let firedAt = episode.alert.since + rules[Int(key.rule)].definition.holdsFor
    guard firedAt <= end, end < .distantFuture else { return }
    var alert = episode.alert
    alert.state = .resolved
    alert.firedAt = firedAt
    alert.resolvedAt = end
    alert.changedAt = end
    effects.transitions.append(
      Transition(
        alert: alert, step: .historical, at: end, notedAt: now,
        cause: "late readings say it was true until \(end)"))
  }
}
