import Model

/// Which of a device's last 128 messages passed the checks: all that they said can be true.
struct MessageChecks: BitwiseCopyable {
  private static let size: UInt8 = 128
  /// With fewer a share is chance.
  private static let fewest = 16

  /// The newest one is the lowest bit of `newer`.
  private var newer: UInt64 = 0
  private var older: UInt64 = 0
  private var count: UInt8 = 0

  mutating func note(passed: Bool) {
    older = older << 1 | newer >> 63
    newer = newer << 1 | (passed ? 0 : 1)
    count = min(Self.size, count + 1)
  }

  /// The share of those that passed, in percent; `nil` while there are too few.
  var ratio: Double? {
    guard count >= Self.fewest else { return nil }
    let failed = newer.nonzeroBitCount + older.nonzeroBitCount
    return 100 * Double(Int(count) - failed) / Double(count)
  }
}
