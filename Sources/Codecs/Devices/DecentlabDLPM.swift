import Model

/// Decentlab DL-PM: particulate matter, temperature, humidity and pressure.
///
/// Source: Decentlab, "DL-PM data decoder".
enum DecentlabDLPM: Codec {
  static let name = "decentlab-dl-pm"
  static let vendor = Decentlab.vendor
  static let models = ["DL-PM"]
  static let deviceClass = DeviceClass.environment
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.battery,
    // Mass of PM1, PM2.5, PM4 and PM10, numbers of five sizes, typical size.
    Decentlab.Sensor(
      words: 10,
      fields: [
        WireField(.pm25, .uint16BE, at: 2, per: 10), WireField(.pm10, .uint16BE, at: 6, per: 10),
      ]),
    Decentlab.Sensor(
      words: 2,
      fields: [
        WireField(.temperature, .uint16BE, times: 175.72, per: 65536, plus: -46.85),
        WireField(.humidity, .uint16BE, at: 2, times: 125, per: 65536, plus: -6),
      ]),
    // In units of 2 Pa.
    Decentlab.Sensor(words: 1, fields: [WireField(.pressure, .uint16BE, per: 50)]),
  ]
}
