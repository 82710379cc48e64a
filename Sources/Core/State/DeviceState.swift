import Model

/// What is known of one radio.
struct DeviceState: BitwiseCopyable {
  // A city may have a million of these: the large fields come first, so that nothing lies between them.

  /// The frames of its newest session.
  var frames = FrameWindow()
  var checks = MessageChecks()
  /// When it was last heard, by arrival; ``Timestamp/distantPast`` when never.
  var heardAt = Timestamp.distantPast
  /// The network's time of its newest message, at most that of its arrival.
  var newestAt = Timestamp.distantPast
  var gateway: UInt64 = 0
  /// Messages taken, and messages that were there already.
  var uplinks: UInt64 = 0
  var duplicates: UInt64 = 0
  var rssi: Float = .nan
  var snr: Float = .nan
  var quietDays = QuietDays()
  var cadence = Cadence()

  var wasHeard: Bool { heardAt > .distantPast }

  /// How long it may be quiet now before it counts as silent.
  func silenceLimit(within bounds: SilenceBounds) -> Duration {
    quietDays.limit(usual: cadence.silenceLimit(within: bounds), ceiling: bounds.ceiling)
  }

  /// When it has been quiet for longer than it ever is, if it is not heard before.
  func silentSince(within bounds: SilenceBounds) -> Timestamp { heardAt + silenceLimit(within: bounds) }

  /// When that can be known by someone who has listened since `start`.
  func silenceKnownAt(_ start: Timestamp, within bounds: SilenceBounds) -> Timestamp {
    max(heardAt, start) + silenceLimit(within: bounds)
  }
}
