import Model

/// What MClimate's sensors share: a report, alone or behind the answers to commands.
///
/// Source: MClimate documentation, "Uplink decoder", one per device.
enum MClimate {
  static let vendor = "MClimate"
  /// 2 by default.
  static let ports: [UInt8] = []

  /// Where the report of `length` bytes begins, the last of the payload, which has one of `kinds` as its first byte;
  /// `nil` when there are only answers.
  /// - Throws: `malformed_payload` when a report that is alone breaks off.
  static func report(
    _ payload: Span<UInt8>, kinds: [UInt8] = [1], length: Int
  ) throws(DecodeError) -> Int? {
    if let start = last(payload, kinds, length) { return start }
    if !payload.isEmpty, kinds.contains(payload[0]) {
      try payload.require(length, at: 0, "a report of \(length) bytes")
    }
    return nil
  }

  /// The same where reports have one of two lengths: the answers before it tell which. Behind one of unknown length
  /// only one of them may fit.
  static func report(_ payload: Span<UInt8>, lengths: (Int, Int)) throws(DecodeError) -> Int? {
    var start = 0
    while start < payload.count {
      let rest = payload.count - start
      if payload[start] == 1, rest == lengths.0 || rest == lengths.1 { return start }
      guard let length = answers[payload[start]] else { break }
      start += 1 + length
    }
    let found = [lengths.0, lengths.1].compactMap { last(payload, [1], $0) }.filter { $0 > start }
    if found.count == 1 { return found[0] }
    if start < payload.count, payload[start] == 1 {
      throw DecodeError(
        .malformedPayload, at: payload.count, expected: "a report of \(lengths.1) or \(lengths.0) bytes")
    }
    return nil
  }

  /// Where the last `length` bytes begin, if they begin with one of `kinds`.
  private static func last(_ payload: Span<UInt8>, _ kinds: [UInt8], _ length: Int) -> Int? {
    let start = payload.count - length
    return start >= 0 && kinds.contains(payload[start]) ? start : nil
  }

  /// How many bytes follow the commands that the CO2 display and the HT sensor answer.
  private static let answers: [UInt8: Int] = [
    0x04: 2, 0x12: 1, 0x14: 1, 0x19: 1, 0x1B: 1, 0x1D: 2, 0x1F: 4, 0x21: 2, 0x25: 3, 0x2B: 1, 0x2F: 1,
    0x34: 1,
    0x3D: 1, 0x3F: 1, 0x41: 1, 0x43: 1, 0x45: 1, 0x47: 1, 0x49: 1, 0x4B: 1, 0x4D: 1, 0x80: 1, 0x83: 1,
    0xA0: 4,
    0xA4: 1,
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
