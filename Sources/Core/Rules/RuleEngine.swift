import Model

/// Which rule and which asset.
struct InstanceKey: Hashable, BitwiseCopyable, Sendable {
  var rule: Int32
  var asset: Int32
}

/// The rules and their alerts.
///
/// A reading touches only the rules of its asset's kind that use its quantity. An instance that is inactive
/// costs one byte; only alerts that live have an ``Alert``.
struct RuleEngine: ~Copyable {
  /// The state of an instance in a byte, so that most evaluations look no further.
  private enum Phase: UInt8, BitwiseCopyable {
    case inactive, pending, firing
  }

  /// What a timer is for; it is void when the alert no longer stands as it did.
  private enum Deadline: BitwiseCopyable {
    case fire(InstanceKey, since: Timestamp)
    case resolve(InstanceKey, clearedAt: Timestamp)
  }

  let rules: [Rule]
  private let rulesOfKind: [AssetKind: [Int]]
  /// The rules that time alone can change.
  private let timedRules: [Int]
  private var phases: [[Phase]]
  private var alerts: [InstanceKey: Alert] = [:]
  private var resolved: [Alert] = []
  private var timers = TimerQueue<Deadline>()
  private var timedUntil = Timestamp.distantPast

  /// How often conditions that depend on time are looked at.
  static let timeStep = Duration.seconds(15)
  /// How long a resolved alert stays in the list.
  static let resolvedFor = Duration.seconds(3600)
  private static let resolvedLimit = 10_000

  init(rules: [Rule], assetCount: Int) {
    self.rules = rules
    rulesOfKind = Dictionary(grouping: rules.indices, by: { rules[$0].kind })
    timedRules = rules.indices.filter { rules[$0].dependsOnTime }
    phases = rules.map { _ in Array(repeating: .inactive, count: assetCount) }
  }

  // MARK: - Queries

  /// The alerts that live, and those that ended in the last hour; the most severe and latest first.
  borrowing func alerts(at now: Timestamp) -> [Alert] {
    let recent = resolved.filter { alert in alert.resolvedAt.map { now - $0 <= Self.resolvedFor } ?? false }
    return (Array(alerts.values) + recent).sorted { a, b in
      let left = (rank(a.state), rules[b.rule].definition.severity, b.since, a.id)
      let right = (rank(b.state), rules[a.rule].definition.severity, a.since, b.id)
      return left < right
    }
  }

  /// How many alerts stand in `state`.
  borrowing func count(_ state: AlertState) -> Int { alerts.values.count { $0.state == state } }

  /// Whether an alert of the asset is firing.
  borrowing func isFiring(asset: Int, kind: AssetKind) -> Bool {
    rulesOfKind[kind, default: []].contains { phases[$0][asset] == .firing }
  }

  private borrowing func rank(_ state: AlertState) -> Int {
    switch state {
    case .firing: 0
    case .pending: 1
    case .resolved: 2
    case .inactive: 3
    }
  }

  // MARK: - Events

  /// Lets time pass: fires and resolves what is due, each at its own deadline and in order.
  mutating func advance(
    to now: Timestamp, _ assets: [Asset], _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    while true {
      let step = nextTimeStep(after: timedUntil, until: now)
      if let (deadline, due) = timers.next(until: step ?? now) {
        handle(due, deadline, now, assets, state, &effects)
      } else if let step {
        timedUntil = step
        for rule in timedRules { evaluateAll(rule, step, now, assets, state, &effects) }
      } else {
        return
      }
    }
  }

  /// The next moment at which time-dependent rules are looked at. After a long pause only the last one counts.
  private borrowing func nextTimeStep(after last: Timestamp, until now: Timestamp) -> Timestamp? {
    guard !timedRules.isEmpty else { return nil }
    let step = Self.timeStep.wholeNanoseconds
    let latest = Timestamp(nanoseconds: now.nanoseconds / step * step)
    return latest > last ? latest : nil
  }

  private mutating func evaluateAll(
    _ rule: Int, _ at: Timestamp, _ now: Timestamp, _ assets: [Asset], _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    for asset in assets.indices where assets[asset].kind == rules[rule].kind {
      evaluate(rule, asset, at: at, now, assets, state, &effects)
    }
  }

  /// The live values of `changed` quantities of an asset are new.
  mutating func readingsChanged(
    _ changed: QuantitySet, asset: Int, at: Timestamp, now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard let candidates = rulesOfKind[assets[asset].kind] else { return }
    for rule in candidates where !rules[rule].quantities.isDisjoint(with: changed) {
      evaluate(rule, asset, at: at, now, assets, state, &effects)
    }
  }

  private mutating func evaluate(
    _ rule: Int, _ asset: Int, at: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let isTrue = rules[rule].when.evaluate(state, asset: asset, now: at)
    let phase = phases[rule][asset]
    if phase == .inactive {
      if isTrue == Truth.yes { begin(rule, asset, at, now, assets, state, &effects) }
      return
    }
    let key = InstanceKey(rule: Int32(rule), asset: Int32(asset))
    if phase == .pending {
      if isTrue == Truth.no { end(key, at, now, assets, state, &effects) }
      return
    }
    let isOver = rules[rule].clear?.evaluate(state, asset: asset, now: at) ?? Truth.not(isTrue)
    if isOver == Truth.yes, isTrue != Truth.yes {
      clear(key, at, now, assets, state, &effects)
    } else if isTrue == Truth.yes {
      alerts[key]?.clearedAt = nil
    }
  }

  // MARK: - The life of an alert

  private mutating func begin(
    _ rule: Int, _ asset: Int, _ at: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let key = InstanceKey(rule: Int32(rule), asset: Int32(asset))
    let alert = Alert(
      id: alertID(rule: rules[rule].name, asset: assets[asset].id, since: at), rule: rule, asset: asset,
      state: .inactive, summary: "", since: at)
    alerts[key] = alert
    step(key, to: .pending, at, now, assets, state, &effects)
    let holdsFor = rules[rule].definition.holdsFor
    if holdsFor == .zero {
      step(key, to: .firing, at, now, assets, state, &effects)
    } else {
      timers.insert(.fire(key, since: at), at: at + holdsFor)
    }
  }

  private mutating func clear(
    _ key: InstanceKey, _ at: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let keepFiringFor = rules[Int(key.rule)].definition.keepFiringFor
    if keepFiringFor == .zero { return end(key, at, now, assets, state, &effects) }
    guard alerts[key]?.clearedAt == nil else { return }
    alerts[key]?.clearedAt = at
    timers.insert(.resolve(key, clearedAt: at), at: at + keepFiringFor)
  }

  private mutating func handle(
    _ due: Deadline, _ deadline: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    switch due {
    case .fire(let key, let since):
      guard let alert = alerts[key], alert.state == .pending, alert.since == since else { return }
      step(key, to: .firing, deadline, now, assets, state, &effects)
    case .resolve(let key, let clearedAt):
      guard let alert = alerts[key], alert.state == .firing, alert.clearedAt == clearedAt else { return }
      end(key, deadline, now, assets, state, &effects)
    }
  }

  /// A pending alert goes back to inactive, a firing one is resolved.
  private mutating func end(
    _ key: InstanceKey, _ at: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard let alert = alerts[key] else { return }
    step(key, to: alert.state == .firing ? .resolved : .inactive, at, now, assets, state, &effects)
    if let ended = alerts.removeValue(forKey: key), ended.state == .resolved { remember(ended, now) }
  }

  private mutating func remember(_ alert: Alert, _ now: Timestamp) {
    resolved.append(alert)
    if resolved.count > Self.resolvedLimit { resolved.removeFirst(Self.resolvedLimit / 10) }
    if let oldest = resolved.first?.resolvedAt, now - oldest > Self.resolvedFor * 2 {
      resolved.removeAll { alert in alert.resolvedAt.map { now - $0 > Self.resolvedFor } ?? true }
    }
  }

  private mutating func step(
    _ key: InstanceKey, to new: AlertState, _ at: Timestamp, _ now: Timestamp, _ assets: [Asset],
    _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let rule = Int(key.rule)
    let asset = Int(key.asset)
    guard var alert = alerts[key] else { return }
    let old = alert.state
    alert.state = new
    alert.summary = rules[rule].summary.text(assets[asset], asset, state)
    alert.value = rules[rule].shownQuantity.flatMap { state.slot(asset, $0)?.value }
    if new == .firing { alert.firedAt = at }
    if new == .resolved { alert.resolvedAt = at }
    alerts[key] = alert
    phases[rule][asset] = new == .pending ? .pending : new == .firing ? .firing : .inactive
    effects.transitions.append(Transition(alert: alert, from: old, at: at, notedAt: now))
  }
}
