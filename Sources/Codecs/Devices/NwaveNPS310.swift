import Model

/// Nwave NPS310SM: one parking bay.
///
/// Bit 0 is the bay on ports 1 (change) and 2 (heartbeat), and of byte 4 on port 3 (start-up); port 6 is for
/// debugging.
/// Source: Nwave, payload description in The Things Network's device repository.
enum NwaveNPS310: Codec {
  static let name = "nwave-nps310sm"
  static let vendor = "Nwave"
  static let models = ["NPS310SM"]
  static let deviceClass = DeviceClass.parking
  static let ports: [UInt8] = [1, 2, 3, 6]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1, 2: try occupied.append(payload, at: 0, context.receivedAt, to: &readings)
    case 3: try occupied.append(payload, at: 4, context.receivedAt, to: &readings)
    case 6: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1, 2, 3 or 6")
    }
  }

  private static let occupied = WireField(.occupied, .flag(0x01))
}
