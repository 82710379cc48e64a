import Model

/// Decentlab DL-TRS12: moisture, temperature and conductivity of the soil.
///
/// Source: Decentlab, "DL-TRS12 data decoder".
enum DecentlabDLTRS12: Codec {
  static let name = "decentlab-dl-trs12"
  static let vendor = Decentlab.vendor
  static let models = ["DL-TRS12"]
  static let deviceClass = DeviceClass.soil
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.Sensor(
      words: 3,
      fields: [
        // In m³/m³: raw / 10 · 0.0003879 - 0.6956.
        WireField(.soilMoisture, .uint16BE, times: 0.003879, plus: -69.56),
        WireField(.soilTemperature, .uint16BE, at: 2, per: 10, plus: -3276.8),
        WireField(.soilConductivity, .uint16BE, at: 4),
      ]),
    Decentlab.battery,
  ]
}
