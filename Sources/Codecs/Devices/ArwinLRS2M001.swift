import Model

/// Arwin (Senso8) LRS2M001: a meter for up to four circuits of three phases.
///
/// Port 10 is the mains, 50 to 61 are the circuits (1A, 1B, 1C, 2A to 4C), each in a frame of its own; 8, 9, 16
/// and 17 are answers and settings. `circuit` in the registry says which circuit is the asset's, `2C` for example;
/// without it every circuit counts. The unit of the energy is not published: it is left out.
/// Source: Arwin, payload description in The Things Network's device repository.
enum ArwinLRS2M001: Codec {
  static let name = "arwin-lrs2m001"
  static let vendor = "Arwin"
  static let models = ["LRS2M001-4P3P", "LRS2M001-4XXX"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [8, 9, 10, 16, 17] + Array(50...61)

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 10: try mains.append(payload, context.receivedAt, to: &readings)
    case 50...61:
      guard payload[0] == 10 else {
        throw DecodeError(.malformedPayload, at: 0, expected: "a frame of type 10")
      }
      guard isOurs(context) else { return readings.warn("another circuit than the asset's") }
      try appendCircuit(payload, context.receivedAt, to: &readings)
    case 8, 9, 16, 17: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 8 to 10, 16, 17 or 50 to 61")
    }
  }

  private static let mains = [
    // Of three phases the first.
    WireField(.voltage, .uint16BE, at: 1, per: 10), WireField(.battery, .uint8, at: 10),
  ]

  private static func isOurs(_ context: DecodeContext) -> Bool {
    guard let circuit = context.parameters["circuit"] else { return true }
    let index = Int(context.port) - 50
    return circuit.uppercased() == "\(index / 3 + 1)\(["A", "B", "C"][index % 3])"
  }

  /// Two bits of events and 14 of current, 22 of power in two's complement, 10 of power factor.
  private static func appendCircuit(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(11, at: 0, "a frame of 11 bytes")
    readings.append(.current, Double(try payload.bits(14, at: 10, "a current")) / 10, at: at)
    let raw = try payload.bits(22, at: 24, "a power")
    readings.append(.power, Double(raw < 1 << 21 ? raw : raw - 1 << 22) / 10, at: at)
    readings.append(.powerFactor, Double(try payload.bits(10, at: 46, "a power factor")) / 1000, at: at)
  }
}
