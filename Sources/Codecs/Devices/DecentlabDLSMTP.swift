import Model

/// Decentlab DL-SMTP: temperature of the soil in up to eight depths.
///
/// `depth` in the registry says which one is the asset's, 0 (the uppermost, unless said) to 7. The moisture is a
/// number without a unit, whose conversion to percent depends on the soil: it is left out.
/// Source: Decentlab, "DL-SMTP data decoder".
enum DecentlabDLSMTP: Codec {
  static let name = "decentlab-dl-smtp"
  static let vendor = Decentlab.vendor
  static let models = ["DL-SMTP"]
  static let deviceClass = DeviceClass.soil
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let wanted = context.parameters.number("depth").flatMap { Int(exactly: $0) } ?? 0
    let depth = min(7, max(0, wanted))
    let probe = Decentlab.Sensor(
      words: 16,
      fields: [
        // 0 where the probe does not reach.
        WireField(.soilTemperature, .uint16BE, at: depth * 4 + 2, per: 100, plus: -327.68, missing: [0])
      ])
    try Decentlab.decode(payload, context, [probe, Decentlab.battery], into: &readings)
  }
}
