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
    rules.advance(to: now, definition.assets, state, &effects)
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
    guard accept(uplink, device, readings) else {
      devices[device].duplicates += 1
      return .duplicate
    }
    noteRadio(uplink, device, arrivedAt)
    let asset = definition.devices[device].asset
    let first = effects.readings.count
    take(readings, device, asset, arrivedAt, &effects)
    takeRadio(uplink, device, asset, &effects)
    settle(effects.readings.count - first, from: first, asset, device, &effects)
    return .accepted
  }

  /// Whether the uplink is new: by its frame counter, else by what it says.
  private mutating func accept(_ uplink: Uplink, _ device: Int, _ readings: Span<Reading>) -> Bool {
    if let counter = uplink.frameCounter {
      let verdict = devices[device].counters.note(
        session: uplink.session, counter: counter, at: uplink.receivedAt)
      return verdict != .duplicate
    }
    guard readings.count > 0 else { return true }
    var isNew = false
    var recent = self.recent[device] ?? RecentReadings()
    for index in readings.indices where recent.insert(readings[index]) { isNew = true }
    self.recent[device] = recent
    return isNew
  }

  private mutating func noteRadio(_ uplink: Uplink, _ device: Int, _ arrivedAt: Timestamp) {
    if devices[device].wasHeard, arrivedAt > devices[device].heardAt {
      devices[device].cadence.note(arrivedAt - devices[device].heardAt)
    }
    devices[device].uplinks += 1
    devices[device].heardAt = max(devices[device].heardAt, arrivedAt)
    guard uplink.receivedAt >= devices[device].newestAt else { return }
    devices[device].newestAt = uplink.receivedAt
    if let rssi = uplink.rssi { devices[device].rssi = rssi }
    if let snr = uplink.snr { devices[device].snr = snr }
    if let gateway = uplink.gateway { devices[device].gateway = gateway.value }
  }

  // MARK: - Readings

  /// How far a device's or a server's clock may be ahead of ours.
  static let clockTolerance = Duration.seconds(120)

  /// Looks at each reading, and adds what can be derived from it.
  private mutating func take(
    _ readings: Span<Reading>, _ device: Int, _ asset: Int, _ arrivedAt: Timestamp,
    _ effects: inout Effects
  ) {
    for index in readings.indices {
      let reading = readings[index]
      let flags = judge(reading, arrivedAt)
      effects.readings.append(AppliedReading(reading: reading, flags: flags))
      guard flags.isEmpty, reading.quantity == .distance, let geometry = fillLevels[asset] else { continue }
      let level = Reading(.fillLevel, geometry.level(distance: reading.value), at: reading.at)
      effects.readings.append(AppliedReading(reading: level, flags: .derived))
    }
  }

  /// The signal is a reading like any other.
  private mutating func takeRadio(
    _ uplink: Uplink, _ device: Int, _ asset: Int, _ effects: inout Effects
  ) {
    if let rssi = uplink.rssi {
      effects.readings.append(
        AppliedReading(reading: Reading(.rssi, Double(rssi), at: uplink.receivedAt), flags: .derived))
    }
    if let snr = uplink.snr {
      effects.readings.append(
        AppliedReading(reading: Reading(.snr, Double(snr), at: uplink.receivedAt), flags: .derived))
    }
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
    _ count: Int, from first: Int, _ asset: Int, _ device: Int, _ effects: inout Effects
  ) {
    var isAnyLate = false
    var pending = Array(first..<first + count)
    pending.sort { a, b in effects.readings[a].reading.at < effects.readings[b].reading.at }
    var changed = QuantitySet()
    for (position, index) in pending.enumerated() {
      let applied = effects.readings[index]
      if applied.flags.isDisjoint(with: [.implausible, .future]) {
        switch state.placement(of: applied.reading, asset: asset) {
        case .newest:
          state.set(applied.reading, asset: asset, device: device)
          changed.formUnion(QuantitySet(applied.reading.quantity))
        case .late:
          effects.readings[index].flags.formUnion(.late)
          isAnyLate = true
        case .repeated: break
        }
      } else {
        counters.implausible += 1
      }
      let isLastOfMoment =
        position + 1 == pending.count
        || effects.readings[pending[position + 1]].reading.at != applied.reading.at
      guard isLastOfMoment, !changed.isEmpty else { continue }
      rules.readingsChanged(
        changed, asset: asset, at: applied.reading.at, now: now, definition.assets, state, &effects)
      changed = []
    }
    if isAnyLate { counters.late += 1 }
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
  public mutating func noteUnknown(
    _ key: DeviceKey, identifier: @autoclosure () -> String, format: String, at now: Timestamp
  ) {
    unknownDevices.note(key, identifier: identifier(), format: format, at: now)
  }
}
