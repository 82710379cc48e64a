import Model

/// Netvox R718PE: ultrasonic distance and fill level, for containers.
///
/// The fill level is the device's own, by the greatest distance in its settings.
///
/// Source: Netvox R718PE application command.
enum NetvoxR718PE: Codec {
  static let name = "netvox-r718pe"
  static let vendor = Netvox.vendor
  static let models = ["R718PE"]
  static let deviceClass = DeviceClass.container
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0xB1], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      WireField(.distance, .uint16BE, at: 5, missing: Netvox.noSensor),
      WireField(.fillLevel, .uint8, at: 7, missing: [0xFF]),
    ]
  ]
}
