import Model

/// Which frame counters of a device were seen: tells duplicates, gaps and rejoins apart.
///
/// The newest session and the one before it each have a window of the last 256 counters, so that frames of
/// the old session that come after a rejoin are still recognised. LoRaWAN 1.0.4, section 4.3.1.5; the window
/// is that of RFC 4303, section 3.4.3.
///
/// A device that is activated by personalisation has one session for life, and many lose their counter when
/// they restart: then the counter goes back though time goes on.
struct FrameCounters {
  /// How much later than the newest frame one with an older counter must be to mean a restart. Less is the
  /// same frame handed on twice, or the clocks of two gateways.
  static let restartMargin = Duration.seconds(60)
  /// The widest gap that can be loss; LoRaWAN 1.0.3, MAX_FCNT_GAP. Beyond it the counter is another one.
  static let widestGap: UInt32 = 16_384

  private(set) var current = FrameWindow()
  private(set) var previous = FrameWindow()

  /// The share of the sent frames that came, in percent; `nil` before the second frame.
  ///
  /// Of the last 256 frames, so that it tells how the radio is and not how it was years ago; while the session
  /// is younger than that, those of the one before it count too.
  static func deliveryRatio(of current: FrameWindow, after previous: FrameWindow) -> Double? {
    var sent = current.sent
    var received = current.received
    if sent < Int(FrameWindow.size) {
      sent += previous.sent
      received += previous.received
    }
    return sent < 2 ? nil : 100 * Double(received) / Double(sent)
  }

  /// Takes note of one frame.
  /// - Parameters:
  ///   - session: a fingerprint of its session.
  ///   - counter: its counter.
  ///   - at: when the network received it; tells an old frame from a counter that was lost.
  /// - Returns: whether it is new; false when it was seen before, or is too old to tell.
  mutating func note(session: UInt64, counter: UInt32, at: Timestamp) -> Bool {
    if current.isUsed, session == current.session, !isOfPrevious(session, at) {
      if isRestart(counter, at) { return begin(session, counter, at) }
      return current.insert(counter, at: at)
    }
    if previous.isUsed, session == previous.session { return previous.insert(counter, at: at) }
    if !current.isUsed || at >= current.newestAt { return begin(session, counter, at) }
    // An unknown session that is older than the newest one: its predecessor, unless that is known.
    guard !previous.isUsed || at >= previous.newestAt else { return false }
    previous = FrameWindow(session: session, counter: counter, at: at)
    return true
  }

  /// Whether a frame is from before the restart of a device that kept its session.
  private func isOfPrevious(_ session: UInt64, _ at: Timestamp) -> Bool {
    previous.isUsed && session == previous.session && at <= previous.newestAt
  }

  private func isRestart(_ counter: UInt32, _ at: Timestamp) -> Bool {
    if counter >= current.highest { return counter - current.highest > Self.widestGap }
    return at > current.newestAt + Self.restartMargin
  }

  private mutating func begin(_ session: UInt64, _ counter: UInt32, _ at: Timestamp) -> Bool {
    previous = current
    current = FrameWindow(session: session, counter: counter, at: at)
    return true
  }
}
