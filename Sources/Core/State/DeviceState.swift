import Model

/// What is known of one radio.
struct DeviceState: BitwiseCopyable {
  // A city may have a million of these: the fields stand in such an order that little lies between them.

  /// When it was last heard, by arrival; ``Timestamp/distantPast`` when never.
  var heardAt = Timestamp.distantPast
  /// The network's time of its newest message, at most that of its arrival.
  var newestAt = Timestamp.distantPast
  var gateway: UInt64 = 0
  var checks = MessageChecks()
  var quietDays = QuietDays()
  var cadence = Cadence()
  /// The frames of its newest session.
  var frames = FrameWindow()
  var rssi: Float = .nan
  var snr: Float = .nan
  /// Messages taken, and messages that were there already.
  private(set) var uplinks: UInt32 = 0
  private(set) var duplicates: UInt32 = 0

  mutating func countUplink() { uplinks = max(uplinks, uplinks &+ 1) }
  mutating func countDuplicate() { duplicates = max(duplicates, duplicates &+ 1) }

  var wasHeard: Bool { heardAt > .distantPast }

  /// How long it may be quiet now before it counts as silent.
  func silenceLimit(within bounds: SilenceBounds) -> Duration {
    quietDays.limit(usual: cadence.silenceLimit(within: bounds), ceiling: bounds.ceiling)
  }

  /// When it has been quiet for longer than it ever is, if it is not heard before.
  func silentSince(within bounds: SilenceBounds) -> Timestamp { heardAt + silenceLimit(within: bounds) }
}
