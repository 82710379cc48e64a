import Model

/// Milesight EM320-TH: temperature and humidity.
///
/// The second version of the hardware has a finer humidity, in stored values too, and marks of failure.
/// Source: Milesight EM320-TH user guide, "Sensor data", and the decoder of its second version.
enum MilesightEM320TH: Codec {
  static let name = "milesight-em320-th"
  static let vendor = Milesight.vendor
  static let models = ["EM320-TH"]
  static let deviceClass = DeviceClass.environment
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Milesight.decode(payload, context, records, into: &readings)
  }

  /// 8001, 8002, 8003.
  private static let failed = [-32_767, -32_766, -32_765]
  private static let records: [Milesight.Record] = [
    .battery,
    .temperature(0x03, missing: failed),
    .humidity(0x04, missing: [0xFF]),
    .one(0x04, 0x9A, .humidity, .uint16LE, per: 10, missing: [0xFFFF]),
    .skipped(0x05, 0x6B, length: 1, "trigger"), .skipped(0x05, 0x9C, length: 1, "storage state"),
    .skipped(0xB3, 0x67, length: 2, "failed temperature"),
    .skipped(0xB4, 0x68, length: 2, "failed humidity"), .skipped(0xB4, 0x9A, length: 2, "failed humidity"),
    .one(0x83, 0x67, .temperature, .int16LE, per: 10, missing: failed, length: 3),
    .one(0x93, 0x67, .temperature, .int16LE, per: 10, missing: failed, length: 5),
    .one(0x84, 0x68, .humidity, .uint8, per: 2, missing: [0xFF], length: 2),
    .one(0x94, 0x68, .humidity, .uint8, per: 2, missing: [0xFF], length: 3),
    .one(0x84, 0x9A, .humidity, .uint16LE, per: 10, missing: [0xFFFF], length: 3),
    .one(0x94, 0x9A, .humidity, .uint16LE, per: 10, missing: [0xFFFF], length: 5),
    .history(length: 7, [storedTemperature, WireField(.humidity, .uint8, at: 6, per: 2, missing: [0xFF])]),
    .history(
      length: 9, [storedTemperature, WireField(.humidity, .uint16LE, at: 6, per: 10, missing: [0xFFFF])]),
  ]
  private static let storedTemperature = WireField(.temperature, .int16LE, at: 4, per: 10, missing: failed)
}
