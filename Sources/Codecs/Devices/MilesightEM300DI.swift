import Model

/// Milesight EM300-DI: a pulse counter, with temperature and humidity.
///
/// What a pulse stands for is known to the registry, not to the device: `wh_per_pulse` makes it energy,
/// `litres_per_pulse` water. The device's own conversion to water has a unit that only its settings hold.
/// Source: Milesight EM300 series user guide, "Sensor data".
enum MilesightEM300DI: Codec {
  static let name = "milesight-em300-di"
  static let vendor = Milesight.vendor
  static let models = ["EM300-DI", "EM300-DI-HALL"]
  static let deviceClass = DeviceClass.energy
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let pulses = PulseCount(context.parameters)
    try Milesight.decode(payload, context, records(pulses), into: &readings)
  }

  private static func records(_ pulses: PulseCount?) -> [Milesight.Record] {
    func counter(at offset: Int) -> [WireField] {
      guard let pulses else { return [] }
      return [
        WireField(pulses.quantity, .uint32LE, at: offset, times: pulses.perPulse)
      ]
    }
    return [
      .battery, .temperature(0x03), .humidity(0x04),
      .skipped(0x05, 0x00, length: 1, "digital input"),
      .several(0x05, 0xC8, length: 4, "pulses", counter(at: 0)),
      .skipped(0x05, 0xE1, length: 8, "water"),
      .skipped(0x06, 0xE1, length: 8, "water"),
      .skipped(0x85, 0x00, length: 2, "digital alarm"),
      .skipped(0x85, 0xE1, length: 9, "water alarm"),
      // Byte 7 says whether the last four are a counter; if not they are 0.
      .history(
        length: 13,
        [WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint8, at: 6, per: 2)],
        conditional: (Milesight.Condition(offset: 7, mask: 0xFF, value: 2), counter(at: 9))),
      // The DI-HALL measures neither and leaves them 0; no air is that dry.
      .history(
        0x21, length: 18, [],
        conditional: (
          Milesight.Condition(offset: 6, mask: 0xFF, value: 0, isMet: false),
          [WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint8, at: 6, per: 2)]
        )),
    ]
  }
}
