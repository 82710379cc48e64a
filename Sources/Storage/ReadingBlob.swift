public import Core
public import Model

/// The readings of one uplink as bytes, in the order of the payload.
///
/// Each reading is: quantity (1 byte, `Quantity`'s raw value), flags (1 byte, ``ReadingFlags``, and bit 7
/// when a time of its own follows), the value (8 bytes, IEEE 754 little-endian), and with bit 7 the time (8
/// bytes, nanoseconds since the Unix epoch, little-endian). Without bit 7 the time is the uplink's
/// `received_at`.
public enum ReadingBlob {
  private static let hasOwnTime: UInt8 = 0x80

  /// Appends `readings` to `bytes`.
  public static func append(_ readings: [AppliedReading], receivedAt: Timestamp, to bytes: inout [UInt8]) {
    for applied in readings {
      let isOwnTime = applied.reading.at != receivedAt
      bytes.append(applied.reading.quantity.rawValue)
      bytes.append(applied.flags.rawValue | (isOwnTime ? hasOwnTime : 0))
      append(applied.reading.value.bitPattern, to: &bytes)
      if isOwnTime { append(UInt64(bitPattern: applied.reading.at.nanoseconds), to: &bytes) }
    }
  }

  /// The readings in `bytes`; those of quantities that this version doesn't know are left out.
  ///
  /// Bytes that break off end the list.
  public static func readings(in bytes: Span<UInt8>, receivedAt: Timestamp) -> [AppliedReading] {
    var list: [AppliedReading] = []
    forEach(in: bytes, receivedAt: receivedAt) { list.append($0) }
    return list
  }

  /// Appends what was measured to `list`, without what the city added.
  static func appendMeasured(in bytes: Span<UInt8>, receivedAt: Timestamp, to list: inout [Reading]) {
    forEach(in: bytes, receivedAt: receivedAt) { applied in
      if !applied.flags.contains(.derived) { list.append(applied.reading) }
    }
  }

  /// Lends each reading in `bytes` to `take`, as ``readings(in:receivedAt:)`` has them.
  public static func forEach(
    in bytes: Span<UInt8>, receivedAt: Timestamp, _ take: (AppliedReading) -> Void
  ) {
    var offset = 0
    while offset + 10 <= bytes.count {
      let quantity = Quantity(rawValue: bytes[offset])
      let flags = bytes[offset + 1]
      let value = Double(bitPattern: number(bytes, offset + 2))
      offset += 10
      var at = receivedAt
      if flags & hasOwnTime != 0 {
        guard offset + 8 <= bytes.count else { return }
        at = Timestamp(nanoseconds: Int64(bitPattern: number(bytes, offset)))
        offset += 8
      }
      guard let quantity else { continue }
      take(
        AppliedReading(
          reading: Reading(quantity, value, at: at), flags: ReadingFlags(rawValue: flags & ~hasOwnTime)))
    }
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  private static func number(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    return value
  }
}
