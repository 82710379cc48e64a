import Model

/// Which frame counters of a device were seen: tells duplicates, gaps and rejoins apart.
///
/// The newest session and the one before it each have a window of the last 256 counters, so that frames of
/// the old session that come after a rejoin are still recognised. LoRaWAN 1.0.4, section 4.3.1.5; the window
/// is that of RFC 4303, section 3.4.3.
struct FrameCounters: BitwiseCopyable {
  enum Verdict: Hashable {
    /// Not seen before.
    case new
    /// Not seen before, and the first of its session.
    case newSession
    /// Seen before, or too old to tell.
    case duplicate
  }

  /// The counters of one session that were seen.
  private struct Window: BitwiseCopyable {
    static let size: UInt32 = 256
    var session: UInt64 = 0
    var highest: UInt32 = 0
    var isUsed = false
    var newestAt = Timestamp.distantPast
    var seen = InlineArray<4, UInt64>(repeating: 0)

    init() {}

    init(session: UInt64, counter: UInt32, at: Timestamp) {
      self.session = session
      highest = counter
      newestAt = at
      isUsed = true
      mark(counter)
    }

    private func place(_ counter: UInt32) -> (word: Int, bit: UInt64) {
      (Int(counter / 64 % 4), 1 << UInt64(counter % 64))
    }

    mutating func mark(_ counter: UInt32) {
      let (word, bit) = place(counter)
      seen[word] |= bit
    }

    func contains(_ counter: UInt32) -> Bool {
      let (word, bit) = place(counter)
      return seen[word] & bit != 0
    }

    /// Moves the window up to `counter`, forgetting what falls out of it.
    mutating func advance(to counter: UInt32) {
      if counter - highest >= Self.size {
        seen = InlineArray(repeating: 0)
      } else {
        var next = highest
        while next < counter {
          next += 1
          let (word, bit) = place(next)
          seen[word] &= ~bit
        }
      }
      highest = counter
      mark(counter)
    }
  }

  private var current = Window()
  private var previous = Window()
  /// Frames that were received, duplicates not counted.
  private(set) var received: UInt32 = 0
  /// Frames that the counters say were sent and that never came.
  private(set) var missed: UInt32 = 0

  /// The share of sent frames that came, in percent; `nil` before the second frame.
  var deliveryRatio: Double? {
    let sent = Double(received) + Double(missed)
    return sent < 2 ? nil : 100 * Double(received) / sent
  }

  /// Takes note of one frame, and tells whether it is new. `at`, the network's time of reception, tells an
  /// old frame from a counter that was reset.
  mutating func note(session: UInt64, counter: UInt32, at: Timestamp) -> Verdict {
    guard current.isUsed else {
      current = Window(session: session, counter: counter, at: at)
      received += 1
      return .newSession
    }
    if session == current.session { return noteCurrent(counter, at: at) }
    if previous.isUsed, session == previous.session { return noteLate(counter, inPrevious: true) }
    // A frame of an unknown session that is older than the newest can only be of a session long gone.
    guard at >= current.newestAt else { return .duplicate }
    beginSession(session, counter, at: at)
    return .newSession
  }

  private mutating func noteCurrent(_ counter: UInt32, at: Timestamp) -> Verdict {
    if counter > current.highest {
      missed &+= counter - current.highest - 1
      current.advance(to: counter)
      current.newestAt = max(current.newestAt, at)
      received &+= 1
      return .new
    }
    if current.highest - counter < Window.size { return noteLate(counter, inPrevious: false) }
    // Far behind, yet newer: an activated-by-personalisation device that lost its counter.
    guard at > current.newestAt else { return .duplicate }
    beginSession(current.session, counter, at: at)
    return .newSession
  }

  /// A frame behind the newest, which fills a gap if it was not seen.
  private mutating func noteLate(_ counter: UInt32, inPrevious: Bool) -> Verdict {
    var window = inPrevious ? previous : current
    if counter > window.highest {
      window.advance(to: counter)
    } else {
      if window.highest - counter >= Window.size || window.contains(counter) { return .duplicate }
      window.mark(counter)
      if missed > 0 { missed -= 1 }
    }
    if inPrevious { previous = window } else { current = window }
    received &+= 1
    return .new
  }

  private mutating func beginSession(_ session: UInt64, _ counter: UInt32, at: Timestamp) {
    previous = current
    current = Window(session: session, counter: counter, at: at)
    received &+= 1
  }
}
