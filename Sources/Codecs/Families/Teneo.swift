import Model

/// What Teneo's sensors share.
enum Teneo {
  static let vendor = "Teneo IoT"

  /// The voltage of the battery: 2 V and as many tenths as the lower half of the first byte says.
  static func appendBattery(_ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings) {
    readings.append(.batteryVoltage, Double(20 + payload[0] & 0x0F) / 10, at: at)
  }
}
