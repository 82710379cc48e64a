import Model

/// Milesight EM300-TH: temperature and humidity.
///
/// Source: Milesight EM300 series user guide, "Sensor data", and its published decoder for NB-IoT.
enum MilesightEM300TH: Codec {
  static let name = "milesight-em300-th"
  static let vendor = Milesight.vendor
  static let models = ["EM300-TH"]
  static let deviceClass = DeviceClass.environment
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let isNB = MilesightNBFrame.isNext(payload)
    try Milesight.decode(payload, context, isNB ? recordsOverNB : records, into: &readings)
  }

  private static let records = records(storedLength: 8)
  private static let recordsOverNB = records(storedLength: 7)

  /// The last byte of a stored measurement is reserved; NB-IoT devices leave it out.
  private static func records(storedLength: Int) -> [Milesight.Record] {
    [
      .battery, .temperature(0x03), .humidity(0x04), .skipped(0xFF, 0x0D, length: 7, "threshold"),
      .history(
        length: storedLength,
        [WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint8, at: 6, per: 2)]),
    ]
  }
}
