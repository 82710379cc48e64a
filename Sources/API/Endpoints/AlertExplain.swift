import Core
import Hummingbird
import Model
import Wire

enum AlertExplain: Endpoint {
  static let path = "/v1/alerts/{id}/explain"
  static let summary = "All that made an alert what it is: rule, readings, timers, people, what it waits for"
  static let answer: String? = "AlertExplanation"

  /// Readings of each quantity that are shown for a step: the one behind it, and what was before.
  private static let readingsPerStep = 2

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let history = call.context.history
    let stored = try await history.alert(id: id)
    let (live, now, current) = try await call.context.city.ask { city, now in
      let live = Live(id, in: city, now)
      let name = live?.alert.ruleName ?? stored?.rule
      return (live, now, city.ruleDefinitions.first { $0.name == name })
    }
    guard let object = live?.object ?? stored.map({ AlertObject($0, at: now) }) else {
      throw try await call.noAlert(id)
    }
    let definition = stored?.definition ?? current
    let isAboutAsset = definition?.scope != .district
    // A rule that was loaded once compiles again, unless the language has changed since.
    let quantities = isAboutAsset ? definition.flatMap { try? Rule($0) }?.measuredQuantities ?? [] : []
    var steps: [AlertExplanation.Step] = []
    for step in stored?.steps ?? [] {
      let isAboutReadings = !quantities.isEmpty && AlertState(rawValue: step.step.rawValue) != nil
      let readings =
        isAboutReadings
        ? try await history.newestReadings(
          of: object.asset, quantities, arrivedBy: step.notedAt, count: readingsPerStep) : []
      steps.append(AlertExplanation.Step(step, commands: stored?.commands ?? [], readings))
    }
    return .json(
      AlertExplanation(
        alert: object,
        rule: definition.map { .init($0, isCurrent: $0.version == current?.version) }, steps: steps,
        late: try await late(history, object, quantities, until: now), members: live?.members,
        outlook: live.flatMap { live in
          definition.flatMap { .init(live.alert, $0, pendingNotedAt: stored?.steps.first?.notedAt) }
        }))
  }

  /// What was measured while the alert lived and came after a newer reading.
  private static func late(
    _ history: any ReadingHistory, _ alert: AlertObject, _ quantities: [Quantity], until now: Timestamp
  ) async throws -> [AlertExplanation.Evidence] {
    guard !quantities.isEmpty, let since = alert.since?.timestamp else { return [] }
    let end = alert.resolvedAt?.timestamp ?? now
    let selection = ReadingSelection(asset: alert.asset, from: since, to: max(end, since))
    let readings = try await history.fold(selection, from: nil, into: [StoredReading]()) { late, stored in
      if stored.flags.contains(.late), quantities.contains(stored.reading.quantity) { late.append(stored) }
      return late.count < 100
    }
    return readings.result.map(AlertExplanation.Evidence.init)
  }
}

/// An alert that the city knows, as it stands.
private struct Live {
  let alert: Alert
  let object: AlertObject
  let members: AlertExplanation.Members?

  init?(_ id: String, in city: borrowing City, _ now: Timestamp) {
    guard let alert = city.alerts(at: now).first(where: { $0.id == id }) else { return nil }
    self.alert = alert
    object = AlertObject(alert)
    members = AlertExplanation.Members(of: alert, in: city, now)
  }
}

extension AlertExplanation.Evidence {
  fileprivate init(_ stored: StoredReading) {
    self.init(
      device: stored.device, reading: stored.reading, arrivedAt: stored.arrivedAt,
      late: stored.flags.contains(.late))
  }
}

extension AlertExplanation.Members {
  private static let shownMax = 20

  /// `nil` for an alert that is over or not about a district.
  fileprivate init?(of alert: Alert, in city: borrowing City, _ now: Timestamp) {
    guard alert.state == .firing || alert.state == .pending else { return nil }
    let members = city.members(of: alert, at: now)
    guard !members.isEmpty else { return nil }
    var shown: [AlertExplanation.Member] = []
    for member in members.prefix(Self.shownMax) {
      let asset = city.definition.assets[member.asset]
      shown.append(
        AlertExplanation.Member(
          asset: asset.id, name: asset.name, counts: member.counts,
          readings: member.readings.map { .init($0.quantity, $0.value, at: $0.at) }))
    }
    self.init(
      total: members.count, counting: members.count { $0.counts == true },
      unknown: members.count { $0.counts == nil }, shown: shown)
  }
}

extension AlertExplanation.Step {
  fileprivate init(_ step: StoredStep, commands: [OperatorCommand], _ readings: [StoredReading]) {
    let command = commands.first { $0.at == step.at && $0.isBehind(step.step) }
    var until: WireTime?
    if case .shelve(let end)? = command?.action { until = WireTime(end) }
    let comment = command.flatMap { $0.comment.isEmpty ? nil : $0.comment }
    self.init(
      step: step.step.rawValue, at: WireTime(step.at), notedAt: WireTime(step.notedAt), cause: step.cause,
      summary: step.summary, suppressedBy: step.suppressedBy, by: command?.by, comment: comment,
      until: until, readings: readings.map(AlertExplanation.Evidence.init))
  }
}

extension OperatorCommand {
  fileprivate func isBehind(_ step: Transition.Step) -> Bool {
    switch action {
    case .acknowledge: step == .acknowledged
    case .shelve: step == .shelved
    case .unshelve: step == .unshelved
    }
  }
}

extension AlertExplanation.Outlook {
  /// What `alert` waits for; `nil` when it is over.
  fileprivate init?(_ alert: Alert, _ rule: RuleDefinition, pendingNotedAt: Timestamp?) {
    switch alert.state {
    case .pending:
      // The clock counts from when it could be known: the message that ends it may still be under way.
      let start = max(alert.since, pendingNotedAt ?? alert.since)
      self.init(firesAt: WireTime(start + rule.holdsFor), endsAt: nil, endsWhen: "not (\(rule.when))")
    case .firing:
      self.init(
        firesAt: nil, endsAt: alert.clearedAt.map { WireTime($0 + rule.keepFiringFor) },
        endsWhen: rule.clear ?? "not (\(rule.when))")
    case .resolved, .inactive: return nil
    }
  }
}
