public import Core
public import Model
public import Wire

// The contract's objects out of the core's values: the only place where the two meet.

extension AssetObject {
  /// The object of one asset at one moment.
  public init(_ view: AssetView) {
    let state: State =
      switch view.state {
      case .ok: .ok
      case .alert: .alert
      case .silent: .silent
      case .unknown: .unknown
      }
    let readings = view.readings.map { live in
      (live.quantity.name, ReadingObject(Reading(live.quantity, live.value, at: live.at)))
    }
    self.init(
      view.asset, state: state, heardAt: view.heardAt.map(WireTime.init),
      readings: Dictionary(readings, uniquingKeysWith: { first, _ in first }), devices: view.devices)
  }
}

extension AlertObject {
  /// The object of one alert.
  public init(_ alert: Alert) {
    let acknowledged = alert.acknowledged.map { note in
      Acknowledgement(by: note.by, at: WireTime(note.at), comment: note.comment)
    }
    let shelved = alert.shelved.map { shelving in
      Shelving(
        by: shelving.by, at: WireTime(shelving.at), until: WireTime(shelving.until),
        comment: shelving.comment)
    }
    self.init(
      id: alert.id, rule: alert.ruleName, asset: alert.subject, severity: alert.severity, state: alert.state,
      summary: alert.summary, value: alert.value, since: WireTime(alert.since),
      firedAt: alert.firedAt.map(WireTime.init), resolvedAt: alert.resolvedAt.map(WireTime.init),
      acknowledged: acknowledged, shelved: shelved, suppressedBy: alert.suppressedBy,
      historical: alert.isHistorical, flapping: alert.isFlapping, labels: alert.labels)
  }
}

extension AlertObject {
  /// The object of an alert of the history, as it stood after its last step.
  init(_ stored: StoredAlert, at now: Timestamp) {
    func time(of step: Transition.Step) -> WireTime? {
      stored.steps.last { $0.step == step }.map { WireTime($0.at) }
    }
    let last = stored.steps.last
    let ending = stored.steps.last { $0.step == .resolved || $0.step == .inactive }
    let end = ending?.at ?? now
    self.init(
      id: stored.id, rule: stored.rule, asset: stored.subject, severity: stored.severity,
      state: stored.state, summary: last?.summary ?? "", value: last?.value, since: WireTime(stored.since),
      firedAt: time(of: .firing), resolvedAt: time(of: .resolved), acknowledged: stored.acknowledged,
      shelved: stored.shelved(at: end), suppressedBy: last?.suppressedBy,
      labels: stored.definition?.labels ?? [:])
  }
}

extension StoredAlert {
  fileprivate var state: AlertState {
    steps.lazy.compactMap { AlertState(rawValue: $0.step.rawValue) }.last ?? .inactive
  }

  fileprivate var acknowledged: AlertObject.Acknowledgement? {
    commands.last { $0.action == .acknowledge }.map {
      AlertObject.Acknowledgement(by: $0.by, at: WireTime($0.at), comment: $0.comment)
    }
  }

  /// How it was put aside at a moment, as far as that was asked of this very alert.
  fileprivate func shelved(at moment: Timestamp) -> AlertObject.Shelving? {
    guard let last = commands.last(where: { $0.action != .acknowledge && $0.at <= moment }),
      case .shelve(let until) = last.action, until > moment
    else { return nil }
    return AlertObject.Shelving(
      by: last.by, at: WireTime(last.at), until: WireTime(until), comment: last.comment)
  }
}

extension IndicatorObject {
  /// The object of an indicator in one place; `now` is the time of a value that is not there yet.
  public init(_ view: IndicatorView, now: Timestamp) {
    let value = view.value
    self.init(
      view.indicator, scope: view.scopeName, value: value?.value, at: value?.at ?? now,
      span: value.map { ($0.from, $0.to) }, coverage: value?.coverage ?? 0,
      provisional: view.isProvisional, revision: value?.revision ?? 0, status: view.status, trend: view.trend)
  }

  /// The object of a value of the history.
  init(_ stored: StoredIndicatorValue, _ indicator: Indicator, now: Timestamp) {
    self.init(
      indicator, scope: stored.scope, value: stored.value, at: stored.at, span: (stored.from, stored.to),
      coverage: stored.coverage, provisional: indicator.isProvisional(until: stored.to, at: now),
      revision: stored.revision, status: indicator.status(of: stored.value, at: stored.at), trend: nil)
  }

  private init(
    _ indicator: Indicator, scope: String, value: Double?, at: Timestamp,
    span: (from: Timestamp, to: Timestamp)?, coverage: Double, provisional: Bool, revision: Int,
    status: TargetStatus?, trend: IndicatorTrend?
  ) {
    let period = span.flatMap { $0.from < $0.to ? Period(from: WireTime($0.from), to: WireTime($0.to)) : nil }
    let target = indicator.target.map {
      Target(atMost: $0.atMost, atLeast: $0.atLeast, by: $0.by?.description)
    }
    self.init(
      name: indicator.name, title: indicator.definition.title,
      dimension: indicator.definition.dimension.rawValue, scope: scope, value: value,
      unit: indicator.definition.unit, at: WireTime(at), period: period, coverage: coverage,
      provisional: provisional, revision: revision, target: target, status: status?.rawValue,
      trend: trend?.rawValue)
  }
}

extension IndicatorEntryObject {
  /// The object of what a person entered.
  init(_ entry: IndicatorEntry) {
    self.init(
      scope: entry.scope, at: entry.day.description, value: entry.value, by: entry.source,
      comment: entry.comment, enteredBy: entry.by, enteredAt: WireTime(entry.at))
  }
}

extension DeviceObject {
  /// A registered device.
  public init(_ view: DeviceView) {
    self.init(
      id: view.device.id, asset: view.asset, codec: view.device.codec,
      state: view.heardAt == nil ? .unheard : view.isSilent ? .silent : .ok,
      heardAt: view.heardAt.map(WireTime.init), cadenceSeconds: view.cadence?.inSeconds,
      deliveryRatio: view.deliveryRatio, battery: view.battery, rssi: view.rssi, snr: view.snr,
      gateways: view.gateway.map { [hexadecimal($0.value)] } ?? [])
  }

  /// A device that nobody registered.
  public init(_ entry: UnknownDevices.Entry) {
    self.init(
      id: entry.identifier, asset: nil, codec: nil, state: .unknown,
      heardAt: WireTime(entry.lastHeardAt),
      registryLine: csvLine(["ASSET", "KIND", "NAME", "", "", "", entry.identifier, "CODEC", ""]))
  }
}

extension Status.Ingest {
  init(_ counters: IngestCounters, committed: UInt64, lag: Duration, rate: Double) {
    let rejected = Rejection.allCases.map { ($0, Int(counters.rejected($0))) }.filter { $0.1 > 0 }
    self.init(
      received: Int(counters.received), decoded: Int(counters.decoded), readings: Int(counters.readings),
      duplicates: Int(counters.duplicates), late: Int(counters.late),
      unknownDevice: Int(counters.unknownDevice),
      rejected: Dictionary(uniqueKeysWithValues: rejected), ignored: Int(counters.ignored),
      committed: Int(committed), lagMilliseconds: lag.inSeconds * 1000, rate1m: rate)
  }
}
