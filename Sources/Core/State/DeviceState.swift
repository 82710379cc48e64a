import Model

/// What is known of one radio.
struct DeviceState: BitwiseCopyable {
  var counters = FrameCounters()
  var checks = MessageChecks()
  var deduplications = RecentDeduplications()
  var cadence = Cadence()
  /// When it was last heard, by arrival; ``Timestamp/distantPast`` when never.
  var heardAt = Timestamp.distantPast
  /// The network's time of its newest message, at most that of its arrival.
  var newestAt = Timestamp.distantPast
  var rssi: Float = .nan
  var snr: Float = .nan
  var gateway: UInt64 = 0
  /// Messages taken, and messages that were there already.
  var uplinks: UInt64 = 0
  var duplicates: UInt64 = 0

  var wasHeard: Bool { heardAt > .distantPast }

  /// When it has been quiet for longer than it ever is, if it is not heard before.
  var silentSince: Timestamp { heardAt + cadence.silenceLimit }

  /// When that can be known by someone who has listened since `start`.
  func silenceKnownAt(_ start: Timestamp) -> Timestamp { max(heardAt, start) + cadence.silenceLimit }
}
