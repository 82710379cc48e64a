import Model

/// Netvox R718N1: current through one conductor.
///
/// A raw current in mA and what it must be multiplied with.
/// R718NL1 measures the light too.
/// Source: Netvox R718N1 application command.
enum NetvoxR718N1: Codec {
  static let name = "netvox-r718n1"
  static let vendor = Netvox.vendor
  static let models = ["R718N1", "R718NL1"]
  static let deviceClass = DeviceClass.energy
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.forEachReport(payload, types: [0x49, 0x98]) { (kind, offset) throws(DecodeError) in
      try Netvox.appendBattery(payload, at: offset, context.receivedAt, to: &readings)
      guard kind == 1 else { return }
      let raw = try payload.uint16BE(at: offset + 4, "a current") * Int(payload[offset + 6])
      readings.append(.current, Double(raw) / 1000, at: context.receivedAt)
      guard payload[offset + 1] == withLight else { return }
      try illuminance.append(payload, at: offset, context.receivedAt, to: &readings)
    }
  }

  private static let withLight: UInt8 = 0x98
  private static let illuminance = WireField(.illuminance, .uint32BE, at: 7)
}
