public import Model

/// What became of an uplink.
public enum Verdict: Hashable, Sendable {
  /// It is new: its readings are in the effects.
  case accepted
  /// It was there already.
  case duplicate
}

extension City {
  // MARK: - Time

  /// Lets time pass up to `now`: timers that are due act, each at its own deadline.
  ///
  /// A time before the city's own does nothing: clocks may jump back, the city does not.
  public mutating func advance(to now: Timestamp, _ effects: inout Effects) {
    guard now > self.now else { return }
    self.now = now
    let first = effects.transitions.count
    passSilence(to: now, &effects)
    rules.advance(to: now, notedAt: now, state, &effects)
    noteAlertTimes(from: first, effects)
    indicators.advance(to: now, indicators.asksForAlerts(at: now) ? rules.openAlerts() : [], &effects)
  }

  // MARK: - Messages

  /// The index of the device that uplinks name by `key`; `nil` when it is not registered.
  public borrowing func device(_ key: DeviceKey) -> Int? { deviceIndex.find(key) }

  /// Takes one uplink of the registered device `device` with its readings, in order of arrival.
  ///
  /// - Parameters:
  ///   - uplink: what the network said.
  ///   - device: the device's index, from ``device(_:)``.
  ///   - readings: what it measured; empty for a frame without measurements.
  ///   - arrivedAt: when the message came out of the socket.
  ///   - effects: where the readings and the alerts' steps go.
  /// - Returns: whether it is new.
  public mutating func apply(
    _ uplink: Uplink, device: Int, readings: Span<Reading>, arrivedAt: Timestamp,
    _ effects: inout Effects
  ) -> Verdict {
    advance(to: arrivedAt, &effects)
    guard devices.note(uplink, device, arrivedAt: arrivedAt) else { return repeated(device) }
    let firstStep = effects.transitions.count
    let asset = definition.devices[device].asset
    let first = effects.readings.count
    let isDoubtNew = take(readings, of: uplink, device, asset, arrivedAt, &effects)
    guard effects.readings.count > first || readings.isEmpty else { return repeated(device) }
    if !readings.isEmpty {
      devices[device].checks.note(passed: effects.readings[first...].allSatisfy(\.flags.isUsable))
    }
    let isFirst = !devices[device].wasHeard
    // What comes late shows that the gateway was there then, not that it is there now.
    dayOfNow.move(to: now, state.calendar)
    state.network.note(
      uplink, device: device, at: min(uplink.receivedAt, arrivedAt), arrivedAt: arrivedAt, dayOfNow,
      since: listeningSince)
    noteRadio(uplink, device, arrivedAt)
    if isFirst || state.silence.ofDevice(device) { effects.devices.append(Int32(device)) }
    let isBack = noteHeard(device, asset)
    derive(asset, from: first, of: uplink, device, &effects)
    takeRadio(uplink, arrivedAt, &effects)
    deriveRadio(device, asset, &effects)
    settle(effects.readings.count - first, from: first, asset, device, arrivedAt, &effects)
    if isDoubtNew {
      assetChanged(.plausibility, asset, .clock(now, notedAt: now, cause: "what can't be true"), &effects)
    }
    if isBack { assetChanged(.silence, asset, .clock(now, notedAt: now, cause: "heard again"), &effects) }
    noteAlertTimes(from: firstStep, effects)
    return .accepted
  }

  private mutating func repeated(_ device: Int) -> Verdict {
    devices[device].countDuplicate()
    return .duplicate
  }

  /// The cadence is that of the network's times: messages that waited somewhere arrive all at once.
  private mutating func noteRadio(_ uplink: Uplink, _ device: Int, _ arrivedAt: Timestamp) {
    devices[device].countUplink()
    devices[device].heardAt = max(devices[device].heardAt, arrivedAt)
    let receivedAt = min(uplink.receivedAt, arrivedAt)
    let newestAt = devices[device].newestAt
    guard receivedAt >= newestAt else { return }
    // A pause in which nobody could hear it is none of its own.
    let isOwn =
      newestAt > .distantPast && receivedAt > newestAt && state.network.backAt(device: device) <= newestAt
    let pause = isOwn ? receivedAt - newestAt : nil
    if let pause { devices[device].cadence.note(pause) }
    today.move(to: receivedAt, state.calendar)
    devices[device].quietDays.note(pause, until: today)
    devices[device].newestAt = receivedAt
    if let rssi = uplink.rssi {
      devices[device].rssi = rssi
      // Both are of one uplink: without one, as in FSK, that of an earlier one does not stay.
      devices[device].snr = uplink.snr ?? .nan
    }
    if let gateway = uplink.gateway { devices[device].gateway = gateway.value }
  }

  // MARK: - Readings

  /// How far a device's or a server's clock may be ahead of ours.
  public static let clockTolerance = Duration.seconds(120)

  /// Looks at each reading that is new, and adds what can be derived from it.
  /// - Returns: whether what can't be true of the asset is news.
  private mutating func take(
    _ readings: Span<Reading>, of uplink: Uplink, _ device: Int, _ asset: Int, _ arrivedAt: Timestamp,
    _ effects: inout Effects
  ) -> Bool {
    var isDoubtNew = false
    let isCounted = uplink.frameCounter != nil
    if !isCounted { recent[device, default: RecentReadings()].expect(readings.count) }
    for index in readings.indices {
      let reading = readings[index]
      guard isCounted || recent[device, default: RecentReadings()].insert(reading) else { continue }
      let (flags, isNews) = state.plausibility.judge(
        reading, device: device, arrivedAt: arrivedAt, tolerance: Self.clockTolerance)
      isDoubtNew = isDoubtNew || isNews
      effects.readings.append(AppliedReading(reading: reading, flags: flags))
      guard flags.isEmpty, let derived = derivations.derive(from: reading, asset) else { continue }
      effects.readings.append(AppliedReading(reading: derived, flags: .derived))
    }
    return isDoubtNew
  }

  /// The signal is a reading like any other.
  private func takeRadio(_ uplink: Uplink, _ arrivedAt: Timestamp, _ effects: inout Effects) {
    if let rssi = uplink.rssi { takeRadio(.rssi, rssi, uplink, arrivedAt, &effects) }
    if let snr = uplink.snr { takeRadio(.snr, snr, uplink, arrivedAt, &effects) }
  }

  private func takeRadio(
    _ quantity: Quantity, _ value: Float, _ uplink: Uplink, _ arrivedAt: Timestamp,
    _ effects: inout Effects
  ) {
    let reading = Reading(quantity, Double(value), at: uplink.receivedAt)
    let flags = judge(reading, arrivedAt).union(.derived)
    effects.readings.append(AppliedReading(reading: reading, flags: flags))
  }

  private func judge(_ reading: Reading, _ arrivedAt: Timestamp) -> ReadingFlags {
    if !reading.quantity.range.contains(reading.value) { return .implausible }
    return reading.at > arrivedAt + Self.clockTolerance ? .future : []
  }

  /// Makes the newest readings live, marks the late ones, and lets the rules look at what changed.
  ///
  /// Readings of several times in one message are applied time by time, so that a rule sees each moment as
  /// it was.
  private mutating func settle(
    _ count: Int, from first: Int, _ asset: Int, _ device: Int, _ arrivedAt: Timestamp,
    _ effects: inout Effects
  ) {
    var isAnyLate = false
    let isOrdered = isInOrder(count, from: first, effects)
    var changed = QuantitySet()
    for position in 0..<count {
      let index = isOrdered ? first + position : order[position]
      let applied = effects.readings[index]
      if applied.flags.isUsable {
        indicators.take(applied.reading, asset: asset, now: arrivedAt)
        switch state.take(applied.reading, asset: asset, device: device) {
        case .newest:
          state.windows.insert(applied.reading, asset: asset, kind: definition.assets[asset].kind)
          changed.formUnion(QuantitySet(applied.reading.quantity))
        case .late:
          effects.readings[index].flags.formUnion(.late)
          state.windows.insert(applied.reading, asset: asset, kind: definition.assets[asset].kind)
          isAnyLate = true
          late.append(applied.reading)
        case .repeated: break
        }
      } else {
        counters.implausible += 1
      }
      let next = position + 1
      let isLastOfMoment =
        next == count
        || effects.readings[isOrdered ? first + next : order[next]].reading.at != applied.reading.at
      if isLastOfMoment, !late.isEmpty { lookBack(to: applied.reading.at, asset, &effects) }
      guard isLastOfMoment, !changed.isEmpty else { continue }
      let moment = Moment(at: applied.reading.at, knownAt: now, notedAt: now, cause: "readings")
      assetChanged(changed, asset, moment, &effects)
      changed = []
    }
    if isAnyLate { counters.late += 1 }
  }

  /// Late readings of one moment call nobody; what they would have raised goes on record.
  private mutating func lookBack(
    to moment: Timestamp, _ asset: Int, _ effects: inout Effects
  ) {
    let quantities = QuantitySet(late.map(\.quantity))
    let knownUntil = state.earliestTime(asset, quantities, after: moment)
    var truths: [(rule: Int, isTrue: Double, isOver: Double)] = []
    let rules = rules.rulesThatLookBack(on: quantities, of: asset)
    if !rules.isEmpty {
      state.lookBack(asset, to: moment, late) { state in
        for rule in rules { truths.append(self.rules.truths(rule, asset, at: moment, state)) }
      }
    }
    for (rule, isTrue, isOver) in truths {
      self.rules.lookBack(
        rule, asset, isTrue: isTrue, isOver: isOver, at: moment, knownUntil: knownUntil, now: now, state,
        &effects)
    }
    late.removeAll(keepingCapacity: true)
  }

  /// Whether readings stand in the order of their times, as nearly always; if not, ``order`` has their indexes in it.
  private mutating func isInOrder(_ count: Int, from first: Int, _ effects: borrowing Effects) -> Bool {
    var isOrdered = true
    for index in first + 1..<max(first + 1, first + count) {
      isOrdered = isOrdered && effects.readings[index - 1].reading.at <= effects.readings[index].reading.at
    }
    if isOrdered { return true }
    order = (first..<first + count).sorted { a, b in
      effects.readings[a].reading.at < effects.readings[b].reading.at
    }
    return false
  }

  /// What is `changed` of an asset is new: follows held conditions, then lets the rules look.
  mutating func assetChanged(
    _ changed: QuantitySet, _ asset: Int, _ moment: Moment, _ effects: inout Effects
  ) {
    let kind = definition.assets[asset].kind
    state.followHeldConditions(of: kind, touching: changed, asset: asset, at: moment.at)
    rules.assetChanged(changed, asset: asset, moment, state, &effects)
  }

  /// Lets the indicators know how long alerts about assets took to be acknowledged and to be over, and how severe they were.
  private mutating func noteAlertTimes(from first: Int, _ effects: borrowing Effects) {
    for transition in effects.transitions[first...] {
      let alert = transition.alert
      guard let asset = alert.asset, let firedAt = alert.firedAt, !alert.isHistorical else { continue }
      // Alerts of one asset that end with one reading stand beside each other.
      let at = transition.at + .nanoseconds(alert.rule)
      let length = transition.at - firedAt
      let reading: Reading
      switch transition.step {
      case .acknowledged: reading = Reading(.acknowledgeTime, length.inSeconds / 60, at: at)
      case .resolved: reading = Reading(.resolveTime, length.inSeconds / 3600, at: at)
      case .firing:
        indicators.alertFired(at: firedAt, now: now)
        continue
      default: continue
      }
      indicators.take(Reading(.alertSeverity, alert.severity.number, at: at), asset: asset, now: now)
      indicators.take(reading, asset: asset, now: now)
    }
  }

  // MARK: - People

  /// Carries out what a person asked of an alert.
  /// - Parameters:
  ///   - command: what they asked.
  ///   - effects: where the alert's step goes.
  /// - Returns: the alert as it stands now.
  /// - Throws: why it was not carried out; then nothing has changed.
  public mutating func apply(
    _ command: OperatorCommand, _ effects: inout Effects
  ) throws(CommandRefusal) -> Alert {
    advance(to: command.at, &effects)
    let first = effects.transitions.count
    let wasAcknowledged = rules.isAcknowledged(alert: command.alert)
    let alert = try rules.apply(command, now: now, &effects)
    if !wasAcknowledged { noteAlertTimes(from: first, effects) }
    return alert
  }

  /// Takes a value of an indicator that a person enters.
  /// - Parameters:
  ///   - entry: what they enter.
  ///   - effects: where the value goes.
  /// - Returns: the value as it stands now.
  /// - Throws: why it was not entered; then nothing has changed.
  public mutating func enter(
    _ entry: IndicatorEntry, _ effects: inout Effects
  ) throws(EntryRefusal) -> IndicatorValue {
    try indicators.enter(entry, &effects)
  }

  // MARK: - The books

  /// A message came out of the socket at `arrivedAt` and was taken from the ring at `takenAt`.
  public mutating func countReceived(arrivedAt: Timestamp, takenAt: Timestamp) {
    counters.received += 1
    rateMeter.count(at: arrivedAt)
    lag = max(.zero, takenAt - arrivedAt)
  }

  /// A message was taken, with so many readings.
  public mutating func countDecoded(readings: Int) {
    counters.decoded += 1
    counters.readings += UInt64(readings)
  }

  /// A message was there already.
  public mutating func countDuplicate() { counters.duplicates += 1 }

  /// A message carries no measurement.
  public mutating func countIgnored() { counters.ignored += 1 }

  /// A message can't be used.
  public mutating func countRejected(_ reason: Rejection) { counters.reject(reason) }

  /// A message is of devices that nobody registered.
  public mutating func countUnknownDevice() { counters.unknownDevice += 1 }

  /// Remembers a device that nobody registered.
  /// - Returns: what is to be told of it, the first time.
  public mutating func noteUnknown(
    _ key: DeviceKey, identifier: @autoclosure () -> String, format: String, at now: Timestamp
  ) -> UnknownDevices.Entry? {
    unknownDevices.note(key, identifier: identifier(), format: format, at: now)
  }
}
