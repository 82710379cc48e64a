import Model

/// Netvox R718X: ultrasonic distance, temperature and fill level, for containers.
///
/// The fill level is the device's own, by the greatest distance in its settings.
///
/// Source: Netvox R718X application command.
enum NetvoxR718X: Codec {
  static let name = "netvox-r718x"
  static let vendor = Netvox.vendor
  static let models = ["R718X"]
  static let deviceClass = DeviceClass.container
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0x34], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      WireField(.distance, .uint16BE, at: 5, missing: Netvox.noSensor),
      WireField(.temperature, .int16BE, at: 7, per: 10),
      WireField(.fillLevel, .uint8, at: 9, missing: [0xFF]),
    ]
  ]
}
