import Model

/// What MClimate's sensors share: a report, alone or behind the answers to commands.
///
/// Source: MClimate documentation, "Uplink decoder", one per device.
enum MClimate {
  static let vendor = "MClimate"
  /// 2 by default.
  static let ports: [UInt8] = []

  /// Where the report begins: the rest of the payload, which has one of `lengths` and one of `kinds` as its first
  /// byte; `nil` when there are only answers.
  static func report(_ payload: Span<UInt8>, kinds: [UInt8] = [1], lengths: [Int]) -> Int? {
    var start = 0
    while start < payload.count {
      if kinds.contains(payload[start]), lengths.contains(payload.count - start) { return start }
      guard let length = answers[payload[start]] else { break }
      start += 1 + length
    }
    // Behind an answer of unknown length the report is what has its length.
    for length in lengths {
      let tail = payload.count - length
      if tail > start, kinds.contains(payload[tail]) { return tail }
    }
    return nil
  }

  /// How many bytes follow the commands that are answered.
  private static let answers: [UInt8: Int] = [
    0x04: 2, 0x12: 1, 0x14: 1, 0x19: 1, 0x1B: 1, 0x1D: 2, 0x1F: 4, 0x21: 2, 0x25: 3, 0x2B: 1, 0x2F: 1,
    0x34: 1,
    0x37: 1, 0x39: 2, 0x3F: 1, 0x41: 1, 0x43: 1, 0x45: 1, 0x83: 1, 0xA4: 1,
  ]

  /// Tenths of a degree above -40.
  static func temperature(at offset: Int) -> WireField {
    WireField(.temperature, .uint16BE, at: offset, per: 10, plus: -40)
  }

  /// In 256 steps.
  static func humidity(at offset: Int) -> WireField {
    WireField(.humidity, .uint8, at: offset, times: 100, per: 256)
  }

  /// In steps of 8 mV above 1.6 V.
  static func battery(at offset: Int) -> WireField {
    WireField(.batteryVoltage, .uint8, at: offset, times: 8, per: 1000, plus: 1.6)
  }

  /// CO2 in 13 bits: the lower eight, then the upper five.
  static func appendCO2(
    _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let low = try payload.uint8(at: offset, "2 bytes of CO2")
    let high = try payload.uint8(at: offset + 1, "2 bytes of CO2") >> 3
    readings.append(.co2, Double(high << 8 | low), at: at)
  }
}
