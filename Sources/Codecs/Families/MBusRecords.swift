import Model

/// The data records of M-Bus (EN 13757-3), as far as they hold what a meter shows now: energy, volume and power.
///
/// Records of other storage numbers, tariffs, sub-units and functions (minima, maxima, errors) are not the present
/// total; a record whose length does not follow from its header ends the reading.
struct MBusRecords {
  private var found: [(quantity: Quantity, value: Double)] = []

  /// Reads the records from `offset` on.
  init(_ payload: Span<UInt8>, from offset: Int) throws(DecodeError) {
    var offset = offset
    while offset < payload.count {
      guard let header = try Header(payload, &offset) else { return }
      try payload.require(header.length, at: offset, "\(header.length) bytes of an M-Bus record")
      if header.isPresentTotal, let (quantity, scale) = Self.meaning(header.unit),
        !found.contains(where: { $0.quantity == quantity })
      {
        found.append((quantity, try header.value(payload, at: offset) * scale))
      }
      offset += header.length
    }
  }

  /// Appends what was found; a volume only if the medium (EN 13757-7, table 13) is water, or unknown (`nil`).
  func append(medium: UInt8? = nil, at: Timestamp, to readings: inout Readings) {
    let isWater = medium.map(Self.waters.contains) ?? true
    for (quantity, value) in found where quantity != .waterVolume || isWater {
      readings.append(quantity, value, at: at)
    }
  }

  /// Warm, plain, hot, cold, and both.
  private static let waters: [UInt8] = [0x06, 0x07, 0x15, 0x16, 0x17]

  /// What a unit code (VIF) measures, and how many of our units it is.
  private static func meaning(_ unit: UInt8) -> (Quantity, Double)? {
    let power = Int(unit & 0x07)
    return switch unit {
    // Wh.
    case 0x00...0x07: (.energy, powerOfTen(power - 3))
    // J.
    case 0x08...0x0F: (.energy, powerOfTen(power) / 3600)
    // m³, of which a thousandth is a litre.
    case 0x10...0x17: (.waterVolume, powerOfTen(power - 3))
    // W.
    case 0x28...0x2F: (.power, powerOfTen(power - 3))
    default: nil
    }
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var value = 1.0
    for _ in 0..<abs(exponent) { value *= 10 }
    return exponent < 0 ? 1 / value : value
  }

  /// The header of a record: what its data look like and mean.
  private struct Header {
    var length: Int
    var unit: UInt8
    var isPresentTotal: Bool
    private let kind: UInt8

    /// Reads a header and moves behind it; `nil` at fillers and data without a fixed length.
    init?(_ payload: Span<UInt8>, _ offset: inout Int) throws(DecodeError) {
      let first = payload[offset]
      kind = first & 0x0F
      guard let length = Self.lengths[kind] else { return nil }
      self.length = length
      // Function in bits 4 and 5, the lowest bit of the storage number in bit 6; then extensions.
      isPresentTotal = first & 0x70 == 0
      var next = first
      while next & 0x80 != 0 {
        offset += 1
        next = UInt8(truncatingIfNeeded: try payload.uint8(at: offset, "an extension of an M-Bus header"))
        if next & 0x7F != 0 { isPresentTotal = false }
      }
      offset += 1
      next = UInt8(truncatingIfNeeded: try payload.uint8(at: offset, "a unit of an M-Bus record"))
      unit = next & 0x7F
      // With an extension a unit means something else.
      if next & 0x80 != 0 { isPresentTotal = false }
      while next & 0x80 != 0 {
        offset += 1
        next = UInt8(truncatingIfNeeded: try payload.uint8(at: offset, "an extension of an M-Bus unit"))
      }
      offset += 1
    }

    /// How many bytes the kinds of data have.
    private static let lengths: [UInt8: Int] = [
      0x0: 0, 0x1: 1, 0x2: 2, 0x3: 3, 0x4: 4, 0x5: 4, 0x6: 6, 0x7: 8, 0x9: 1, 0xA: 2, 0xB: 3, 0xC: 4, 0xE: 6,
    ]

    /// Its number: an integer, a float, or decimal digits; not a number where the digits are none.
    func value(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) -> Double {
      switch kind {
      case 0x5: return try payload.float32LE(at: offset, "a float")
      case 0x0: return .nan
      case 0x9...0xE:
        var value = 0.0
        for index in (0..<length).reversed() {
          let (high, low) = (payload[offset + index] >> 4, payload[offset + index] & 0x0F)
          guard high < 10, low < 10 else { return .nan }
          value = value * 100 + Double(high * 10 + low)
        }
        return value
      default:
        var value = Double(Int8(bitPattern: payload[offset + length - 1]))
        for index in (0..<length - 1).reversed() { value = value * 256 + Double(payload[offset + index]) }
        return value
      }
    }
  }
}
