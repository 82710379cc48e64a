import Model

/// Which radio frame a reading came in, as far as it takes to tell whether one is missing between two: the frame
/// counter and a fingerprint of the session, 16 bits each.
///
/// A session that looks like another by chance (1 in 65,536) may make a frame look missing that is not.
struct FrameMark: Hashable, Sendable, BitwiseCopyable {
  private let session: UInt16
  private let counter: UInt16

  /// Of a message without a frame counter: nothing is known to be missing before or after it.
  static let none = FrameMark(session: 0, counter: 0)

  private init(session: UInt16, counter: UInt16) {
    self.session = session
    self.counter = counter
  }

  /// The mark of an uplink of the device with that index.
  init(_ uplink: borrowing Uplink, device: Int) {
    guard let frameCounter = uplink.frameCounter else {
      self = .none
      return
    }
    // Fibonacci hashing: the upper bits of the product depend on all bits.
    let mixed = (uplink.session ^ UInt64(truncatingIfNeeded: device)) &* 0x9E37_79B9_7F4A_7C15
    session = max(1, UInt16(truncatingIfNeeded: mixed >> 48))
    counter = UInt16(truncatingIfNeeded: frameCounter)
  }

  /// The mark with these ``bits``.
  init(bits: UInt32) {
    session = UInt16(truncatingIfNeeded: bits >> 16)
    counter = UInt16(truncatingIfNeeded: bits)
  }

  /// All of it: the counter's bits below.
  var bits: UInt32 { UInt32(session) << 16 | UInt32(counter) }

  /// Whether frames of the session were sent between `earlier` and this one. Of two sessions nothing is known.
  func misses(after earlier: FrameMark) -> Bool {
    guard session != 0, session == earlier.session else { return false }
    return counter &- earlier.counter > 1
  }

  /// One order of all marks.
  func isBefore(_ other: FrameMark) -> Bool { (session, counter) < (other.session, other.counter) }
}

/// A usable reading of an asset, with the frame that brought it: what kinds take.
///
/// As large as the reading alone, since the frame stands where there is nothing otherwise.
struct FrameReading: Hashable, Sendable, BitwiseCopyable {
  private let value: Double
  private let at: Timestamp
  let frame: FrameMark
  private let quantity: Quantity

  init(_ reading: Reading, _ frame: FrameMark = .none) {
    value = reading.value
    at = reading.at
    quantity = reading.quantity
    self.frame = frame
  }

  var reading: Reading { Reading(quantity, value, at: at) }

  /// One order for all readings of an asset, so that those of one time come in the same order always.
  func isBefore(_ other: FrameReading) -> Bool {
    if reading != other.reading { return reading.isBefore(other.reading) }
    return frame.isBefore(other.frame)
  }
}

extension Reading {
  /// The order of event time; of one time that of quantity and value.
  func isBefore(_ other: Reading) -> Bool {
    (at, quantity.rawValue, value) < (other.at, other.quantity.rawValue, other.value)
  }
}
