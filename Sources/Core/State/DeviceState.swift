import Model

/// What is known of one radio.
struct DeviceState: BitwiseCopyable {
  var counters = FrameCounters()
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

  /// Whether it has been quiet for longer than it ever is.
  func isSilent(at now: Timestamp) -> Bool { wasHeard && now - heardAt > cadence.silenceLimit }
}
