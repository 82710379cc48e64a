import Model

extension City {
  /// Lets devices fall silent whose time is over, each at its own moment and in order with the rules' timers.
  mutating func passSilence(to now: Timestamp, _ effects: inout Effects) {
    while let (moment, number) = silenceTimers.next(until: now) {
      let device = Int(number)
      guard moment == silenceTimerAt[device] else { continue }
      silenceTimerAt[device] = .distantFuture
      guard silenceDeadline(device) <= moment else {
        setSilenceTimer(device)
        continue
      }
      rules.advance(to: moment, notedAt: now, state, &effects)
      if state.silence.set(true, device: device) {
        silenceChanged(definition.devices[device].asset, at: moment, &effects)
      }
    }
  }

  /// A device was heard: it is not silent, and from now on its time runs.
  mutating func noteHeard(_ device: Int, _ asset: Int, _ effects: inout Effects) {
    let isBack = state.silence.set(false, device: device)
    if isBack || state.silence.ofAsset(asset) != Truth.no { silenceChanged(asset, at: now, &effects) }
    setSilenceTimer(device)
  }

  /// Sets the device's timer, unless one comes before: that one will see that it came too early. A device
  /// that turns out to speak often needs an earlier one.
  private mutating func setSilenceTimer(_ device: Int) {
    let deadline = silenceDeadline(device)
    guard deadline < silenceTimerAt[device] else { return }
    silenceTimerAt[device] = deadline
    silenceTimers.insert(Int32(device), at: deadline)
  }

  private borrowing func silenceDeadline(_ device: Int) -> Timestamp {
    devices[device].heardAt + devices[device].cadence.silenceLimit
  }

  /// An asset is silent when every device of it that was ever heard is.
  private mutating func silenceChanged(_ asset: Int, at moment: Timestamp, _ effects: inout Effects) {
    var isSilent = true
    for device in devicesOfAsset[asset] where devices[Int(device)].wasHeard {
      isSilent = isSilent && state.silence.ofDevice(Int(device))
    }
    _ = state.silence.set(isSilent, asset: asset)
    let cause = isSilent ? "silence" : "heard again"
    assetChanged(.silence, asset, .clock(moment, notedAt: now, cause: cause), &effects)
  }
}
