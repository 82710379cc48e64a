import Model

/// Netvox R809A and R816B: plugs that measure what is plugged in.
///
/// Source: Netvox R809A application command.
enum NetvoxR816B: Codec {
  static let name = "netvox-r816b"
  static let vendor = Netvox.vendor
  static let models = ["R809A", "R816B"]
  static let deviceClass = DeviceClass.energy
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0x0E, 0x73], hasBattery: false, reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      // Behind the state of the switch.
      WireField(.energy, .uint32BE, at: 4)
    ],
    0x02: [
      WireField(.voltage, .uint16BE, at: 3),
      WireField(.current, .uint16BE, at: 5, per: 1000),
      WireField(.power, .uint16BE, at: 7),
    ],
  ]
}
