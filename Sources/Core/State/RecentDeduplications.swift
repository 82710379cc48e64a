/// The last deduplication ids of a device: its network server gives each uplink one of its own.
///
/// The frame counter tells nearly all duplicates; these tell those that come again across a rejoin.
struct RecentDeduplications: BitwiseCopyable, Sendable {
  static let size = 4
  private var fingerprints = InlineArray<4, UInt64>(repeating: 0)
  private var next: UInt8 = 0

  /// Whether the id with this fingerprint is among the last ones; 0 is none.
  func contains(_ fingerprint: UInt64) -> Bool {
    guard fingerprint != 0 else { return false }
    for index in 0..<Self.size where fingerprints[index] == fingerprint { return true }
    return false
  }

  /// Takes note of the id with this fingerprint; 0 is none.
  mutating func insert(_ fingerprint: UInt64) {
    guard fingerprint != 0 else { return }
    fingerprints[Int(next)] = fingerprint
    next = (next + 1) % UInt8(Self.size)
  }
}
