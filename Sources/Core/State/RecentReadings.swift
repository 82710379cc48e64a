import Model

/// The last readings of a device whose messages have no counter: a repeated one is recognised by device,
/// quantity, time and value.
struct RecentReadings: BitwiseCopyable {
  static let size = 32
  private var fingerprints = InlineArray<32, UInt64>(repeating: 0)
  private var next: UInt8 = 0

  /// Takes note of `reading`.
  /// - Returns: false when it is among the last ones already.
  mutating func insert(_ reading: Reading) -> Bool {
    let fingerprint = Self.fingerprint(reading)
    for index in 0..<Self.size where fingerprints[index] == fingerprint { return false }
    fingerprints[Int(next)] = fingerprint
    next = (next + 1) % UInt8(Self.size)
    return true
  }

  private static func fingerprint(_ reading: Reading) -> UInt64 {
    var hash = UInt64(bitPattern: reading.at.nanoseconds) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 29) ^ reading.value.bitPattern) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 32) ^ UInt64(reading.quantity.rawValue)) &* 0x94D0_49BB_1331_11EB
    return hash == 0 ? 1 : hash
  }
}
