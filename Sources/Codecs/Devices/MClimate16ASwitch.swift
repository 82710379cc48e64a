import Model

/// MClimate 16A Switch: a relay that measures what it switches.
///
/// Its temperature is that of its inside and is left out.
enum MClimate16ASwitch: Codec {
  static let name = "mclimate-16a-switch"
  static let vendor = MClimate.vendor
  static let models = ["16A Switch & Power Meter"]
  static let deviceClass = DeviceClass.energy
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, length: 12) else {
      return readings.warn("only answers to commands")
    }
    try fields.append(payload, at: start, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.energy, .uint32BE, at: 2), WireField(.power, .uint16BE, at: 6),
    WireField(.voltage, .uint8, at: 8),
    WireField(.current, .uint16BE, at: 9, per: 1000),
  ]
}
