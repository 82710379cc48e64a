import Model

/// What Adeunis' readers of French meters share.
enum AdeunisTIC {
  /// The frame of values.
  static let data: UInt8 = 0x49
  private static let absent = 0x8000_0000

  /// Appends the total at `base`, or the sum of what the tariffs' counters show, in Wh.
  static func appendEnergy(
    _ payload: Span<UInt8>, base: Int, tariffs: [Int], _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let total = try payload.uint32BE(at: base, "an energy")
    if total != absent { return readings.append(.energy, Double(total), at: at) }
    var sum: Int?
    for offset in tariffs {
      let energy = try payload.uint32BE(at: offset, "an energy")
      if energy != absent { sum = (sum ?? 0) + energy }
    }
    if let sum { readings.append(.energy, Double(sum), at: at) }
  }

  /// Appends the highest of the phases' currents, in A.
  static func appendCurrent(
    _ payload: Span<UInt8>, _ offsets: [Int], _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    var highest: Int?
    for offset in offsets {
      let current = try payload.uint32BE(at: offset, "a current")
      if current != absent { highest = max(highest ?? 0, current) }
    }
    if let highest { readings.append(.current, Double(highest), at: at) }
  }
}
