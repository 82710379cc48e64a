import Model

/// Netvox R719A and R719B: one parking bay.
///
/// Source: Netvox R719A application command.
enum NetvoxR719A: Codec {
  static let name = "netvox-r719a"
  static let vendor = Netvox.vendor
  static let models = ["R719A", "R719B"]
  static let deviceClass = DeviceClass.parking
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0x59, 0xAF], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      WireField(.occupied, .flag(0xFF), at: 4)
    ]
  ]
}
