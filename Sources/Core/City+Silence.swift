public import Model

extension City {
  /// The city was away and listens again from `now` on. What was sent meanwhile may still come, so the time
  /// of its absence makes no device silent.
  public mutating func resume(at now: Timestamp) { state.listeningSince = max(listeningSince, now) }

  /// Lets devices fall silent whose time is over, each at its own moment and in order with the rules' timers.
  mutating func passSilence(to now: Timestamp, _ effects: inout Effects) {
    while let (moment, first) = silenceTimers.next(until: now) {
      // Many may be due at once, since what they have in common is back. In which order their timers were set hangs on how
      // often the city was started.
      due.append(first)
      while let (_, another) = silenceTimers.next(until: moment) { due.append(another) }
      due.sort()
      for index in due.indices { passSilence(of: Int(due[index]), at: moment, notedAt: now, &effects) }
      due.removeAll(keepingCapacity: true)
    }
  }

  private mutating func passSilence(
    of device: Int, at moment: Timestamp, notedAt now: Timestamp, _ effects: inout Effects
  ) {
    guard moment == silenceTimerAt[device] else { return }
    silenceTimerAt[device] = .distantFuture
    // Who can't hear it can't tell whether it is silent: its timer is set again when its broker is back.
    guard state.network.isListening(to: state.network.brokerOf(device: device)) else { return }
    guard silenceKnownAt(device) <= moment else { return setSilenceTimer(device) }
    rules.advance(to: moment, notedAt: now, state, &effects)
    let since = devices[device].silentSince(within: definition.silence)
    fallSilent(device, Moment(at: since, knownAt: moment, notedAt: now, cause: "silence"), &effects)
  }

  /// An asset is silent when every device of it that was ever heard is.
  private mutating func fallSilent(_ device: Int, _ moment: Moment, _ effects: inout Effects) {
    let limit = devices[device].silenceLimit(within: definition.silence)
    guard state.silence.begin(device, limit: limit) else { return }
    effects.devices.append(Int32(device))
    let asset = definition.devices[device].asset
    let isSilent = devicesOfAsset[asset].allSatisfy { other in
      !devices[Int(other)].wasHeard || state.silence.ofDevice(Int(other))
    }
    if isSilent { _ = state.silence.set(true, asset: asset) }
    assetChanged(.silence, asset, moment, &effects)
  }

  /// A device was heard: it is not silent, and from now on its time runs.
  /// - Returns: whether that is news, which the rules hear of when they have seen what the device says:
  ///   what it said before it fell silent counts no more.
  mutating func noteHeard(_ device: Int, _ asset: Int) -> Bool {
    let isDeviceBack = state.silence.end(device)
    let isAssetBack = state.silence.set(false, asset: asset)
    setSilenceTimer(device)
    return isDeviceBack || isAssetBack
  }

  /// When it can be known that a device has been quiet for longer than it ever is, if it is not heard before.
  func silenceKnownAt(_ device: Int) -> Timestamp {
    let limit = devices[device].silenceLimit(within: definition.silence)
    let start = max(listeningSince, state.network.listeningSince(state.network.brokerOf(device: device)))
    // However often its gateway fails, it is not waited for twice.
    let backAt = min(state.network.backAt(device: device), devices[device].heardAt + limit)
    return max(devices[device].heardAt, start, backAt) + limit
  }

  /// Whether a device has been quiet for longer than it ever is, as far as can be known at `now`.
  func isSilent(_ device: Int, at now: Timestamp) -> Bool {
    if state.silence.ofDevice(device) { return true }
    return devices[device].wasHeard && silenceKnownAt(device) < now
      && state.network.isListening(to: state.network.brokerOf(device: device))
  }

  /// Sets the timers of all devices that have none and may fall silent.
  mutating func setSilenceTimers() {
    for device in devices.indices
    where silenceTimerAt[device] == .distantFuture && devices[device].wasHeard
      && !state.silence.ofDevice(device)
    {
      setSilenceTimer(device)
    }
  }

  /// Sets the device's timer, unless one comes before: that one will see that it came too early. A device
  /// that turns out to speak often needs an earlier one.
  mutating func setSilenceTimer(_ device: Int) {
    let deadline = silenceKnownAt(device)
    guard deadline < silenceTimerAt[device] else { return }
    silenceTimerAt[device] = deadline
    silenceTimers.insert(Int32(device), at: deadline)
  }
}
