import Model

/// Decentlab DL-TRS11: moisture and temperature of the soil.
///
/// Source: Decentlab, "DL-TRS11 data decoder".
enum DecentlabDLTRS11: Codec {
  static let name = "decentlab-dl-trs11"
  static let vendor = Decentlab.vendor
  static let models = ["DL-TRS11"]
  static let deviceClass = DeviceClass.soil
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
        // In m³/m³: raw / 10 · 0.0003879 - 0.6956.
        WireField(.soilMoisture, .uint16BE, times: 0.003879, plus: -69.56),
        WireField(.soilTemperature, .uint16BE, at: 2, per: 10, plus: -3276.8),
      ]),
    Decentlab.battery,
  ]
}
