import Model

/// Decentlab DL-LP8P: CO2, temperature, humidity and pressure.
///
/// Source: Decentlab, "DL-LP8P data decoder".
enum DecentlabDLLP8P: Codec {
  static let name = "decentlab-dl-lp8p"
  static let vendor = Decentlab.vendor
  static let models = ["DL-LP8P"]
  static let deviceClass = DeviceClass.environment
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.Sensor(
      words: 2,
      fields: [
        WireField(.temperature, .uint16BE, times: 175.72, per: 65536, plus: -46.85),
        WireField(.humidity, .uint16BE, at: 2, times: 125, per: 65536, plus: -6),
      ]),
    // The barometer's temperature, then pressure in units of 2 Pa.
    Decentlab.Sensor(words: 2, fields: [WireField(.pressure, .uint16BE, at: 2, per: 50)]),
    // CO2, CO2 smoothed, the sensor's temperature, two voltages, status (2), raw reading, raw reading smoothed.
    Decentlab.Sensor(words: 8, fields: [WireField(.co2, .uint16BE, plus: -32768)]),
    Decentlab.battery,
  ]
}
