import Model

/// What is known of each radio that was heard.
struct HeardDevices {
  private var states: HeardValues<DeviceState>
  /// The frames of the session before the newest, of those that have joined anew.
  private var previous: HeardValues<FrameWindow>
  /// The last ids of those whose network server gives ids.
  private var deduplications: HeardValues<RecentDeduplications>

  init(count: Int) {
    states = HeardValues(repeating: DeviceState(), count: count)
    previous = HeardValues(repeating: FrameWindow(), count: count)
    deduplications = HeardValues(repeating: RecentDeduplications(), count: count)
  }

  var indices: Range<Int> { states.indices }

  subscript(device: Int) -> DeviceState {
    get { states[device] }
    _modify { yield &states[device] }
  }

  /// The share of the frames a device sent lately that came; see ``FrameCounters/deliveryRatio(of:after:)``.
  func deliveryRatio(_ device: Int) -> Double? {
    FrameCounters.deliveryRatio(of: states[device].frames, after: previous[device])
  }

  /// The frames of a device's last two sessions.
  private func counters(_ device: Int) -> FrameCounters {
    FrameCounters(current: states[device].frames, previous: previous[device])
  }

  /// Takes note of an uplink that arrived at `arrivedAt`.
  /// - Returns: whether it is new by its deduplication id and its frame counter, as far as it has them.
  mutating func note(_ uplink: borrowing Uplink, _ device: Int, arrivedAt: Timestamp) -> Bool {
    if deduplications[device].contains(uplink.deduplication) { return false }
    if let counter = uplink.frameCounter {
      var counters = counters(device)
      // A server whose clock is ahead must not make all that follows look old.
      let receivedAt = min(uplink.receivedAt, arrivedAt)
      guard counters.note(session: uplink.session, counter: counter, at: receivedAt) else { return false }
      states[device].frames = counters.current
      if counters.previous.isUsed { previous[device] = counters.previous }
    }
    // 0 is none, and takes no room.
    if uplink.deduplication != 0 { deduplications[device].insert(uplink.deduplication) }
    return true
  }
}

extension HeardDevices {
  static let imageLayout = [
    MemoryLayout<DeviceState>.size, MemoryLayout<FrameWindow>.size, MemoryLayout<RecentDeduplications>.size,
  ]

  func write(to writer: inout ImageWriter) {
    states.write(to: &writer)
    previous.write(to: &writer)
    deduplications.write(to: &writer)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    try states.read(from: &reader, mapping)
    try previous.read(from: &reader, mapping)
    try deduplications.read(from: &reader, mapping)
  }
}
