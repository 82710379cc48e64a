import Model

/// How many messages a second came in the last minute.
struct RateMeter: BitwiseCopyable {
  private var counts = InlineArray<60, UInt32>(repeating: 0)
  private var second: Int64 = 0

  mutating func count(at now: Timestamp) {
    advance(to: now)
    counts[Int(second % 60)] &+= 1
  }

  /// Messages a second, over the last 60 whole seconds or less.
  func rate(at now: Timestamp) -> Double {
    var meter = self
    meter.advance(to: now)
    var total: UInt64 = 0
    for index in 0..<60 { total += UInt64(meter.counts[index]) }
    return Double(total) / 60
  }

  private mutating func advance(to now: Timestamp) {
    let target = max(0, now.nanoseconds / 1_000_000_000)
    guard target > second else { return }
    if target - second >= 60 {
      counts = InlineArray(repeating: 0)
    } else {
      for passed in (second + 1)...target { counts[Int(passed % 60)] = 0 }
    }
    second = target
  }
}
