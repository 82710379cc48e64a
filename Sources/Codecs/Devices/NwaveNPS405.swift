import Model

/// Nwave NPS405: one parking bay.
///
/// Bit 0 is the bay on ports 1 (change), 2 (heartbeat) and 10 (a driver's tag), and of byte 4 on port 3
/// (start-up); port 6 is for debugging. How long the bay had been in its last state is not taken over: the
/// history knows.
/// Source: Nwave, payload description in The Things Network's device repository.
enum NwaveNPS405: Codec {
  static let name = "nwave-nps405"
  static let vendor = "Nwave"
  static let models = ["NPS405FM", "NPS405SM"]
  static let deviceClass = DeviceClass.parking
  static let ports: [UInt8] = [1, 2, 3, 6, 10]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1: try occupied.append(payload, at: 0, context.receivedAt, to: &readings)
    case 2: try heartbeat.append(payload, context.receivedAt, to: &readings)
    case 3: try occupied.append(payload, at: 4, context.receivedAt, to: &readings)
    // A tag is only read in an occupied bay; else the bit says nothing.
    case 10 where payload[0] & 1 == 1: readings.append(.occupied, 1, at: context.receivedAt)
    case 6, 10: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1, 2, 3, 6 or 10")
    }
  }

  private static let occupied = WireField(.occupied, .flag(0x01))
  private static let heartbeat = [
    occupied,
    WireField(.batteryVoltage, .uint8, at: 1, times: 4, per: 1000, plus: 2.5),
    WireField(.temperature, .int8, at: 2, per: 2, plus: 10),
  ]
}
