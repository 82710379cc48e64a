import Model

/// The rules and their alerts.
///
/// A reading touches only the rules of its asset's kind that use its quantity. An instance that is inactive
/// costs one byte; only alerts that live have an ``Alert``.
struct RuleEngine: ~Copyable {
  /// The state of an instance in a byte, so that most evaluations look no further.
  enum Phase: UInt8, BitwiseCopyable {
    case inactive, pending, firing
  }

  /// What a timer is for; it is void when the alert no longer stands as it did.
  enum Deadline: BitwiseCopyable {
    case fire(InstanceKey, since: Timestamp)
    case resolve(InstanceKey, clearedAt: Timestamp)
    case unshelve(InstanceKey, until: Timestamp)
    case escalate(InstanceKey, since: Timestamp)
    /// No further late readings have come for a while.
    case closeEpisode(InstanceKey, at: Timestamp)
    /// A gateway or a network server that explained the alert has been back for long enough.
    case reconsider(InstanceKey, at: Timestamp)
  }

  let rules: [Rule]
  private let assets: [Asset]
  private let rulesOfKind: [[Int]]
  /// The rules that time alone can change.
  private let timedRules: [Int]
  private let inhibition: Inhibition
  /// What each rule asks, `when`.
  private let conditions: ProgramShelf
  let canLookBack: [Bool]
  var phases: [[Phase]]
  var alerts = AlertTable()
  /// From when to when the last alert of an instance lived, event time.
  var lastLife: [InstanceKey: AlertLife] = [:]
  /// What late readings tell of, while more of them may come.
  var episodes: [InstanceKey: LateEpisode] = [:]
  /// When instances fired lately.
  var firings: [InstanceKey: RecentFirings] = [:]
  var shelves: [InstanceKey: Shelving] = [:]
  var resolved = ResolvedAlerts()
  var timers = TimerQueue<Deadline>()
  var timedUntil = Timestamp.distantPast

  /// How often conditions that depend on time are looked at.
  static let timeStep = Duration.seconds(15)
  /// How much of a pause is looked at afterwards, step by step.
  static let longestPause = Duration.seconds(86_400)

  init(_ rules: [Rule], _ assets: [Asset], _ districts: Districts, brokerCount: Int) {
    self.rules = rules
    self.assets = assets
    rulesOfKind = AssetKind.allCases.map { kind in rules.indices.filter { rules[$0].kinds.contains(kind) } }
    timedRules = rules.indices.filter { rules[$0].dependsOnTime || rules[$0].kinds.isEmpty }
    inhibition = Inhibition(rules, districts)
    conditions = ProgramShelf(rules.map(\.when))
    canLookBack = rules.map(\.canLookBack)
    phases = rules.map { rule in
      switch rule.subject {
      case .asset: Array(repeating: .inactive, count: assets.count)
      case .district: Array(repeating: .inactive, count: districts.names.count)
      // They are found out one by one.
      case .gateway: []
      case .broker: Array(repeating: .inactive, count: brokerCount)
      }
    }
  }

  // MARK: - Queries

  /// The alerts that live, and those that ended in the last hour; the most urgent first.
  borrowing func alerts(at now: Timestamp) -> [Alert] {
    (alerts.values.map { withSummary($0) } + resolved.recent(at: now)).sorted { a, b in
      let left = (rank(a), b.severity, b.since, a.id)
      let right = (rank(b), a.severity, a.since, b.id)
      return left < right
    }
  }

  /// The rules about an asset.
  borrowing func rulesOfAsset(_ asset: Int) -> [Int] { rulesOfKind[assets[asset].kind.index] }

  /// Whether an alert of the asset is firing.
  borrowing func isFiring(asset: Int, kind: AssetKind) -> Bool {
    rulesOfKind[kind.index].contains { phases[$0][asset] == .firing }
  }

  /// What nobody has to look at comes behind what somebody should.
  private borrowing func rank(_ alert: Alert) -> Int {
    let isQuiet = alert.shelved != nil || alert.suppressedBy != nil
    switch alert.state {
    case .firing: return isQuiet ? 1 : 0
    case .pending: return isQuiet ? 3 : 2
    case .resolved: return 4
    case .inactive: return 5
    }
  }

  // MARK: - Time

  /// Lets time pass up to `end`: what is due happens, each at its own deadline and in order.
  ///
  /// What happens does not depend on how often this is called, only on the messages in between: a recovery
  /// that replays nothing but messages comes to the same alerts.
  mutating func advance(
    to end: Timestamp, notedAt now: Timestamp, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    timedUntil = timedUntil == .distantPast ? end : max(timedUntil, end - Self.longestPause)
    while true {
      let step = nextTimeStep(until: end)
      if let (deadline, due) = timers.next(until: step ?? end) {
        handle(due, .clock(deadline, notedAt: now), state, &effects)
      } else if let step {
        timedUntil = step
        let moment = Moment.clock(step, notedAt: now)
        for rule in timedRules { evaluateAll(rule, moment, state, &effects) }
      } else {
        return
      }
    }
  }

  /// The next moment at which time-dependent rules are looked at.
  private borrowing func nextTimeStep(until end: Timestamp) -> Timestamp? {
    guard !timedRules.isEmpty else { return nil }
    let step = Self.timeStep.wholeNanoseconds
    let next = Timestamp(nanoseconds: (timedUntil.nanoseconds / step + 1) * step)
    return next <= end ? next : nil
  }

  mutating func evaluateAll(
    _ rule: Int, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    makeRoom(rule, for: state.network.gatewayCount)
    // A city of a million rooms need not be gone through for its parking bays.
    if case .kind(let kind) = rules[rule].definition.scope {
      for asset in state.districts.assets(of: kind) { evaluate(rule, Int(asset), moment, state, &effects) }
    } else {
      for subject in phases[rule].indices { evaluate(rule, subject, moment, state, &effects) }
    }
  }

  /// Makes room for so many gateways.
  mutating func makeRoom(_ rule: Int, for count: Int) {
    guard rules[rule].subject == .gateway else { return }
    while phases[rule].count < count { phases[rule].append(.inactive) }
  }

  /// A broker was lost, is back, or had to wait.
  mutating func networkChanged(
    _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    for rule in timedRules where rules[rule].subject == .broker { evaluateAll(rule, moment, state, &effects) }
  }

  private mutating func handle(
    _ due: Deadline, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    switch due {
    case .fire(let key, let since):
      guard let alert = alerts[key], alert.state == .pending, alert.since == since else { return }
      meetDeadline(of: alert, key, moment, state, &effects)
    case .resolve(let key, let clearedAt):
      guard let alert = alerts[key], alert.state == .firing, alert.clearedAt == clearedAt else { return }
      meetDeadline(of: alert, key, moment, state, &effects)
    case .unshelve(let key, let until):
      guard shelves[key]?.until == until else { return }
      shelves[key] = nil
      alerts.change(key) { $0.shelved = nil }
      note(key, .unshelved, moment.because("its time is over"), &effects)
    case .escalate(let key, let since):
      guard let alert = alerts[key], alert.state == .firing, alert.since == since else { return }
      escalate(alert, key, moment, &effects)
    case .closeEpisode(let key, let at):
      guard let episode = episodes[key], episode.closesAt == at else { return }
      closeEpisode(key, at: episode.knownUntil, moment.notedAt, &effects)
    case .reconsider(let key, _): reconsider(key, moment, state, &effects)
    }
  }

  /// Nobody has taken note for too long.
  private mutating func escalate(
    _ alert: Alert, _ key: InstanceKey, _ moment: Moment, _ effects: inout Effects
  ) {
    guard let escalation = rules[alert.rule].definition.escalation, alert.acknowledged == nil,
      alert.shelved == nil, alert.suppressedBy == nil, alert.severity < escalation.severity
    else { return }
    alerts.change(key) { $0.severity = escalation.severity }
    let minutes = plain(escalation.after.inSeconds / 60)
    note(key, .escalated, moment.because("nobody has taken note for \(minutes) min"), &effects)
  }

  // MARK: - Readings

  /// What is `changed` of an asset is new in the live state.
  ///
  /// A rule over several quantities is looked at as of the newest of them, though an older one came last.
  mutating func assetChanged(
    _ changed: QuantitySet, asset: Int, _ moment: Moment, _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    let kind = assets[asset].kind.index
    for index in rulesOfKind[kind].indices {
      let rule = rulesOfKind[kind][index]
      let quantities = rules[rule].quantities
      guard !quantities.isDisjoint(with: changed) else { continue }
      var at = moment.at
      if !quantities.isSubset(of: changed) { at = max(at, state.newestTime(asset, quantities)) }
      // Nearly always: nothing was wrong, and nothing is.
      if phases[rule][asset] == .inactive, truth(rule, asset, at, state) != Truth.yes { continue }
      var moment = moment
      moment.at = at
      if changed != .silence { passDeadline(rule, asset, moment, state, &effects) }
      evaluate(rule, asset, moment, state, &effects)
    }
  }

  private mutating func evaluate(
    _ rule: Int, _ subject: Int, _ moment: Moment, _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    let isTrue = truth(rule, subject, moment.at, state)
    let phase = phases[rule][subject]
    if phase == .inactive {
      if isTrue == Truth.yes { begin(rule, subject, moment, state, &effects) }
      return
    }
    let key = InstanceKey(rule: Int32(rule), subject: Int32(subject))
    if phase == .pending {
      if isTrue == Truth.no { end(key, moment, state, &effects) }
      return
    }
    if isTrue == Truth.yes {
      alerts.change(key) { $0.clearedAt = nil }
    } else if isOver(rule, subject, isTrue, moment.at, state) {
      clear(key, moment, state, &effects)
    }
  }

  /// The condition's truth; when a reading that it uses is stale, what the rule says of silence.
  private borrowing func truth(
    _ rule: Int, _ subject: Int, _ at: Timestamp, _ state: borrowing LiveState
  ) -> Double {
    let policy = rules[rule].definition.onSilence
    if policy != .hold, isStale(rule, subject, state) { return Truth.of(policy == .fire) }
    return conditions.evaluate(rule, state, asset: subject, now: at)
  }

  private borrowing func isOver(
    _ rule: Int, _ subject: Int, _ isTrue: Double, _ at: Timestamp, _ state: borrowing LiveState
  ) -> Bool {
    guard let clear = rules[rule].clear, isTrue != Truth.no || !isStale(rule, subject, state) else {
      return isTrue == Truth.no
    }
    return clear.evaluate(state, asset: subject, now: at) == Truth.yes
  }

  /// Whether a device that measured what the rule looks at is silent, or gone, and the rule wants to know.
  private borrowing func isStale(_ rule: Int, _ subject: Int, _ state: borrowing LiveState) -> Bool {
    guard rules[rule].definition.onSilence != .hold, !rules[rule].kinds.isEmpty else { return false }
    for slot in state.slots(of: subject) where rules[rule].quantities.contains(QuantitySet(slot.quantity)) {
      if state.isStale(slot, of: subject) { return true }
    }
    return false
  }

  // MARK: - The life of an alert

  /// What an instance is about, as people call it.
  private borrowing func name(of key: InstanceKey, _ state: borrowing LiveState) -> String {
    let subject = Int(key.subject)
    switch rules[Int(key.rule)].subject {
    case .asset: return assets[subject].id
    case .district: return state.districts.names[subject]
    case .gateway: return state.network.nameOfGateway(subject)
    case .broker: return state.network.brokerNames[subject]
    }
  }

  borrowing func summary(
    of key: InstanceKey, _ name: String, at now: Timestamp, _ state: borrowing LiveState
  ) -> String {
    let subject = Int(key.subject)
    let rule = rules[Int(key.rule)]
    switch rule.subject {
    case .asset: return rule.summary.text(assets[subject]) { state.value(subject, $0, at: now) }
    case .gateway:
      let blind = state.assets(onlyHeardBy: subject).map { assets[$0].name }
      return rule.summary.text(named: name, blind: blind)
    case .broker:
      var blind: [String] = []
      for asset in state.assets(onlyHeardThrough: subject)
      where !rule.explainsSilence || state.isHeardByGateways(asset) {
        blind.append(assets[asset].name)
      }
      return rule.summary.text(named: name, blind: blind)
    case .district: return rule.summary.text(named: name)
    }
  }

  /// The alert with what it says, which an alert that lives need not keep where its value is all that it takes.
  borrowing func withSummary(_ alert: Alert) -> Alert {
    guard alert.summary.isEmpty, alert.rule >= 0, let asset = alert.asset else { return alert }
    var alert = alert
    let value = alert.value ?? Truth.unknown
    alert.summary = rules[alert.rule].summary.text(assets[asset]) { _ in value }
    return alert
  }

  /// An alert of the instance that nothing has happened to yet, and that says nothing yet.
  borrowing func makeAlert(_ key: InstanceKey, since: Timestamp, _ state: borrowing LiveState) -> Alert {
    let rule = rules[Int(key.rule)]
    let name = name(of: key, state)
    return Alert(
      id: alertID(rule: rule.name, subject: name, since: since), key: key, origin: rule.origin,
      severity: rule.definition.severity, subject: name, isAboutAsset: rule.subject == .asset, since: since)
  }

  private mutating func begin(
    _ rule: Int, _ subject: Int, _ moment: Moment, _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    let key = InstanceKey(rule: Int32(rule), subject: Int32(subject))
    var moment = moment
    // Alerts of one instance follow each other, so that no two have one id.
    if let last = lastLife[key] { moment.at = max(moment.at, last.end + .nanoseconds(1)) }
    var alert = makeAlert(key, since: moment.at, state)
    alert.shelved = shelves[key]
    alert.suppressedBy = inhibitor(of: key, moment, state)
    alerts.insert(alert)
    step(key, .pending, moment, state, &effects)
    let holdsFor = rules[rule].definition.holdsFor
    if holdsFor == .zero {
      step(key, .firing, moment, state, &effects)
    } else {
      timers.insert(.fire(key, since: moment.at), at: moment.laterOfBoth + holdsFor)
    }
  }

  private mutating func clear(
    _ key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard let alert = alerts[key] else { return }
    let keepFiringFor = keepFiringFor(alert)
    if keepFiringFor == .zero { return end(key, moment, state, &effects) }
    guard alert.clearedAt == nil else { return }
    let clearedAt = max(moment.at, alert.changedAt)
    alerts.change(key) { $0.clearedAt = clearedAt }
    timers.insert(.resolve(key, clearedAt: clearedAt), at: moment.laterOfBoth + keepFiringFor)
  }

  /// How long the alert goes on after its condition is over.
  private borrowing func keepFiringFor(_ alert: Alert) -> Duration {
    let keepFiringFor = rules[alert.rule].definition.keepFiringFor
    return alert.isFlapping ? max(keepFiringFor, RecentFirings.calm) : keepFiringFor
  }

  /// When the alert fires, or is over, if nothing comes between; `nil` when it has no such deadline.
  private borrowing func deadline(of alert: Alert) -> Timestamp? {
    alert.state == .pending
      ? alert.since + rules[alert.rule].definition.holdsFor
      : alert.clearedAt.map { $0 + keepFiringFor(alert) }
  }

  /// A reading of a later time than an alert's deadline shows that nothing came between, though the clock
  /// still waits.
  private mutating func passDeadline(
    _ rule: Int, _ asset: Int, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard phases[rule][asset] != .inactive else { return }
    let key = InstanceKey(rule: Int32(rule), subject: Int32(asset))
    guard let alert = alerts[key], let deadline = deadline(of: alert), deadline <= moment.at else { return }
    meetDeadline(of: alert, key, moment, state, &effects)
  }

  private mutating func meetDeadline(
    of alert: Alert, _ key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    let isPending = alert.state == .pending
    let length = isPending ? rules[alert.rule].definition.holdsFor : keepFiringFor(alert)
    var moment = moment.because("\(isPending ? "true" : "over") for \(plain(length.inSeconds)) s")
    moment.at = deadline(of: alert) ?? moment.at
    if isPending {
      step(key, .firing, moment, state, &effects)
    } else {
      end(key, moment, state, &effects)
    }
  }

  /// A pending alert goes back to inactive, a firing one is resolved.
  private mutating func end(
    _ key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard let alert = alerts[key] else { return }
    step(key, alert.state == .firing ? .resolved : .inactive, moment, state, &effects)
    lastLife[key] = AlertLife(
      since: alert.since, end: alerts[key]?.changedAt ?? alert.changedAt, hasFired: alert.state == .firing)
    if let ended = alerts.remove(key), ended.state == .resolved {
      resolved.insert(withSummary(ended), at: moment.notedAt)
    }
  }

  private mutating func step(
    _ key: InstanceKey, _ step: Transition.Step, _ moment: Moment, _ state: borrowing LiveState,
    _ effects: inout Effects
  ) {
    let rule = rules[Int(key.rule)]
    let subject = Int(key.subject)
    guard var alert = alerts[key] else { return }
    // A step never lies before the one before it, though the reading that causes it may.
    var moment = moment
    moment.at = max(moment.at, alert.changedAt)
    alert.changedAt = moment.at
    alert.summary = rule.isSaidByItsValue ? "" : summary(of: key, alert.subject, at: moment.at, state)
    if let asset = alert.asset {
      alert.value = rule.shownQuantity.flatMap { quantity in
        let value = state.value(asset, quantity, at: moment.at)
        return value.isNaN ? nil : value
      }
    }
    switch step {
    case .pending:
      alert.state = .pending
      phases[Int(key.rule)][subject] = .pending
    case .firing:
      alert.state = .firing
      alert.firedAt = moment.at
      phases[Int(key.rule)][subject] = .firing
    case .resolved, .inactive:
      alert.state = step == .resolved ? .resolved : .inactive
      alert.resolvedAt = step == .resolved ? moment.at : nil
      phases[Int(key.rule)][subject] = .inactive
    default: break
    }
    alerts.insert(alert)
    note(key, step, moment, &effects)
    if step == .firing { noteFiring(key, moment, &effects) }
    if step == .firing || step == .resolved { updateSuppression(by: key, moment, state, &effects) }
  }

  /// An alert has fired: one that does so again and again is told to be flapping; one that nobody may take
  /// note of gets its deadline.
  private mutating func noteFiring(_ key: InstanceKey, _ moment: Moment, _ effects: inout Effects) {
    guard let alert = alerts[key] else { return }
    if firings[key, default: RecentFirings()].note(moment.at) {
      alerts.change(key) { $0.isFlapping = true }
      let cause = "fired \(RecentFirings.size) times within an hour"
      note(key, .flapping, moment.because(cause), &effects)
    }
    if let escalation = rules[alert.rule].definition.escalation {
      timers.insert(.escalate(key, since: alert.since), at: moment.laterOfBoth + escalation.after)
    }
  }

  mutating func note(
    _ key: InstanceKey, _ step: Transition.Step, _ moment: Moment, _ effects: inout Effects
  ) {
    guard let alert = alerts[key] else { return }
    effects.transitions.append(
      Transition(
        alert: withSummary(alert), step: step, at: moment.at, notedAt: moment.notedAt, cause: moment.cause))
  }

  /// An alert that fires or ends may explain others, or no longer.
  private mutating func updateSuppression(
    by key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    let rule = Int(key.rule)
    for other in inhibition.explained(by: key, among: alerts) {
      let isBack = rules[rule].explainsSilence && !isFiring(rule, Int(key.subject))
      if isBack, alerts[other]?.suppressedBy == rules[rule].name {
        let end = moment.laterOfBoth + returnPatience(other, since: alerts[key]?.since ?? moment.at, state)
        timers.insert(.reconsider(other, at: moment.at), at: end)
      } else {
        reconsider(other, moment, state, &effects)
      }
    }
  }

  /// Looks again whether another alert explains this one.
  private mutating func reconsider(
    _ key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState, _ effects: inout Effects
  ) {
    guard let alert = alerts[key] else { return }
    let inhibitor = inhibitor(of: key, moment, state)
    guard alert.suppressedBy != inhibitor else { return }
    alerts.change(key) { $0.suppressedBy = inhibitor }
    let cause = inhibitor.map { "explained by \($0)" } ?? "no longer explained by another alert"
    note(key, inhibitor == nil ? .unsuppressed : .suppressed, moment.because(cause), &effects)
  }

  /// The name of a rule whose alert explains the instance; `nil` when none does.
  ///
  /// A gateway or a network server that has just come back explains as if it were still away what was not heard since:
  /// see ``Inhibition/returnPatience``.
  private mutating func inhibitor(
    of key: InstanceKey, _ moment: Moment, _ state: borrowing LiveState
  ) -> String? {
    var backAt: Timestamp?
    var patience = Inhibition.returnPatience
    let inhibitor = inhibition.inhibitor(of: key, state) { rule, subject in
      if isFiring(rule, subject) { return true }
      guard rules[rule].explainsSilence,
        let last = lastLife[InstanceKey(rule: Int32(rule), subject: Int32(subject))], last.hasFired,
        !isHeard(key, since: last.end, state)
      else { return false }
      patience = returnPatience(key, since: last.since, state)
      guard moment.laterOfBoth - last.end < patience else { return false }
      backAt = last.end
      return true
    }
    if let backAt, inhibitor != nil {
      let end = backAt + patience
      timers.insert(.reconsider(key, at: end), at: end)
    }
    return inhibitor
  }

  /// How long what explained an instance may have been back before it explains no longer what was not heard since: longer
  /// for what began after it was away, `since` when.
  private borrowing func returnPatience(
    _ key: InstanceKey, since outage: Timestamp, _ state: borrowing LiveState
  ) -> Duration {
    guard rules[Int(key.rule)].subject == .asset, alerts[key].map({ $0.since >= outage }) ?? true else {
      return Inhibition.returnPatience
    }
    var patience = Inhibition.returnPatience
    for device in state.devicesOfAsset[Int(key.subject)] {
      patience = max(patience, state.silence.limit(ofDevice: Int(device)))
    }
    return patience
  }

  /// Whether a gateway has heard what the instance is about since `moment`; of a gateway, whether it heard anything.
  private borrowing func isHeard(
    _ key: InstanceKey, since moment: Timestamp, _ state: borrowing LiveState
  ) -> Bool {
    let subject = Int(key.subject)
    switch rules[Int(key.rule)].subject {
    case .gateway: return state.network.isHeard(gateway: subject, since: moment)
    case .asset:
      for device in state.devicesOfAsset[subject]
      where state.network.isHeard(device: Int(device), since: moment) { return true }
      return false
    case .district, .broker: return false
    }
  }

  private borrowing func isFiring(_ rule: Int, _ subject: Int) -> Bool {
    phases[rule].indices.contains(subject) && phases[rule][subject] == .firing
  }

  // MARK: - People

  /// Whether somebody has taken note of the alert with this id.
  borrowing func isAcknowledged(alert id: String) -> Bool {
    alerts.key(ofAlert: id).flatMap { alerts[$0]?.acknowledged } != nil
  }

  /// Carries out what a person asked.
  mutating func apply(
    _ command: OperatorCommand, now: Timestamp, _ effects: inout Effects
  ) throws(CommandRefusal) -> Alert {
    guard let key = alerts.key(ofAlert: command.alert) else { throw .unknownAlert }
    let moment = Moment.clock(command.at, notedAt: now, cause: "\(command.by): \(command.comment)")
    switch command.action {
    case .acknowledge:
      let person = Acknowledgement(by: command.by, at: command.at, comment: command.comment)
      alerts.change(key) { $0.acknowledged = person }
      note(key, .acknowledged, moment, &effects)
    case .shelve(let until):
      guard until > command.at, until <= command.at + OperatorCommand.shelvingMax else {
        throw .notNow("an alert is shelved until a time in the next 30 days")
      }
      let shelving = Shelving(by: command.by, at: command.at, until: until, comment: command.comment)
      shelves[key] = shelving
      alerts.change(key) { $0.shelved = shelving }
      timers.insert(.unshelve(key, until: until), at: until)
      note(key, .shelved, moment, &effects)
    case .unshelve:
      guard shelves[key] != nil else { throw .notNow("the alert is not shelved") }
      shelves[key] = nil
      alerts.change(key) { $0.shelved = nil }
      note(key, .unshelved, moment, &effects)
    }
    guard let alert = alerts[key] else { throw .unknownAlert }
    return withSummary(alert)
  }
}
