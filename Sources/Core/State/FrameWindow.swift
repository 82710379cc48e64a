import Model

/// The counters of one session that were seen, as far as 256 behind the newest.
struct FrameWindow: BitwiseCopyable, Sendable {
  static let size: UInt32 = 256
  private(set) var session: UInt64 = 0
  /// When the network received the frame with the highest counter.
  private(set) var newestAt = Timestamp.distantPast
  private var seen = InlineArray<4, UInt64>(repeating: 0)
  private(set) var highest: UInt32 = 0
  /// How many counters there are from the lowest to the highest, as far as the window goes; 0 before the first.
  private var length: UInt16 = 0

  /// The window of no session.
  init() {}

  /// The window of a session whose first frame came.
  init(session: UInt64, counter: UInt32, at: Timestamp) {
    self.session = session
    highest = counter
    length = 1
    newestAt = at
    mark(counter)
  }

  var isUsed: Bool { length > 0 }

  /// Whether the counter is within the window and was not seen.
  private func isMissing(_ counter: UInt32) -> Bool {
    let (word, bit) = place(counter)
    return counter < highest && highest - counter < Self.size && seen[word] & bit == 0
  }

  /// How many of the counters in the window were seen.
  var received: Int {
    var count = 0
    for word in seen.indices { count += seen[word].nonzeroBitCount }
    return count
  }

  /// How many frames were sent, from the first in the window to the newest.
  var sent: Int { Int(length) }

  /// Takes note of a frame.
  /// - Returns: whether it is new; false when it was seen before or is behind the window.
  mutating func insert(_ counter: UInt32, at: Timestamp) -> Bool {
    if counter > highest {
      advance(to: counter)
      newestAt = max(newestAt, at)
      return true
    }
    guard isMissing(counter) else { return false }
    mark(counter)
    length = max(length, UInt16(highest - counter + 1))
    return true
  }

  private func place(_ counter: UInt32) -> (word: Int, bit: UInt64) {
    (Int(counter / 64 % 4), 1 << UInt64(counter % 64))
  }

  private mutating func mark(_ counter: UInt32) {
    let (word, bit) = place(counter)
    seen[word] |= bit
  }

  /// Moves the window up to `counter`, forgetting what falls out of it.
  private mutating func advance(to counter: UInt32) {
    if counter - highest >= Self.size {
      seen = InlineArray(repeating: 0)
    } else {
      for passed in (highest + 1)...counter {
        let (word, bit) = place(passed)
        seen[word] &= ~bit
      }
    }
    length = UInt16(min(Self.size, min(Self.size, counter - highest) + UInt32(length)))
    highest = counter
    mark(counter)
  }
}
