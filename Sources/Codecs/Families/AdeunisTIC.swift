import Model

/// What Adeunis' readers of French meters share.
enum AdeunisTIC {
  /// The frame of values.
  private static let data: UInt8 = 0x49
  private static let absent = 0x8000_0000

  /// Decodes a frame in which the energies and the currents of the phases stand at these places.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings, base: Int,
    tariffs: [Int], currents: [Int]
  ) throws(DecodeError) {
    guard payload[0] == data else {
      return readings.warn("frame \(payload[0]) measures no quantity of ours")
    }
    try payload.require(50, at: 0, "a frame of 50 bytes")
    try appendEnergy(payload, base: base, tariffs: tariffs, context.receivedAt, to: &readings)
    try appendCurrent(payload, currents, context.receivedAt, to: &readings)
  }

  /// Appends the total at `base`, or the sum of what the tariffs' counters show, in Wh.
  private static func appendEnergy(
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
  private static func appendCurrent(
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
