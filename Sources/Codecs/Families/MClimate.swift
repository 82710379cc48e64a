import Model

/// What MClimate's sensors share: a report, alone or behind the answers to commands.
///
/// Source: MClimate documentation, "Uplink decoder", one per device.
enum MClimate {
  static let vendor = "MClimate"
  /// 2 by default.
  static let ports: [UInt8] = []

  /// Where the report of `length` bytes begins, which has `kind` as its first byte; `nil` when there are only
  /// answers.
  static func report(_ payload: Span<UInt8>, kind: UInt8 = 1, length: Int) -> Int? {
    let start = payload.count - length
    return start >= 0 && payload[start] == kind ? start : nil
  }

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
