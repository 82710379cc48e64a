import Model

/// The last readings of a device whose messages have no counter: a repeated one is recognised by device,
/// quantity, time and value.
///
/// There is room for the device's largest message twice, so that a message that comes again is known again,
/// whatever its size.
struct RecentReadings {
  static let leastCapacity = 64
  private var capacity = leastCapacity
  private var fingerprints: [UInt64] = []
  /// The oldest one, once there is no more room.
  private var oldest = 0

  /// Makes room for a message with `count` readings.
  mutating func expect(_ count: Int) { capacity = max(capacity, 2 * count) }

  /// Takes note of `reading`.
  /// - Returns: false when it is among the last ones already.
  mutating func insert(_ reading: Reading) -> Bool {
    let fingerprint = Self.fingerprint(reading)
    guard !fingerprints.contains(fingerprint) else { return false }
    if fingerprints.count < capacity {
      fingerprints.append(fingerprint)
    } else {
      fingerprints[oldest] = fingerprint
      oldest = (oldest + 1) % capacity
    }
    return true
  }

  private static func fingerprint(_ reading: Reading) -> UInt64 {
    var hash = UInt64(bitPattern: reading.at.nanoseconds) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ (hash >> 29) ^ reading.value.bitPattern) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash >> 32) ^ UInt64(reading.quantity.rawValue)) &* 0x94D0_49BB_1331_11EB
    return hash ^ (hash >> 31)
  }
}

extension RecentReadings {
  func write(to writer: inout ImageWriter) {
    writer.write(capacity)
    writer.write(fingerprints)
    writer.write(oldest)
  }

  init(from reader: inout ImageReader) throws(ImageError) {
    capacity = try reader.read()
    fingerprints = try reader.read(arrayOf: UInt64.self)
    oldest = try reader.read()
    guard fingerprints.count <= capacity, oldest == 0 || fingerprints.indices.contains(oldest) else {
      throw .damaged
    }
  }
}
