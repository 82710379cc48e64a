import Model

/// Decentlab DL-TRS21: water potential and temperature of the soil.
///
/// The potential is none of our quantities.
/// Source: Decentlab, "DL-TRS21 data decoder".
enum DecentlabDLTRS21: Codec {
  static let name = "decentlab-dl-trs21"
  static let vendor = Decentlab.vendor
  static let models = ["DL-TRS21"]
  static let deviceClass = DeviceClass.soil
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    Decentlab.Sensor(
      words: 2, fields: [WireField(.soilTemperature, .uint16BE, at: 2, per: 10, plus: -3276.8)]),
    Decentlab.battery,
  ]
}
