import Model

/// Arwin (Senso8) LRS2M001: a meter for up to four circuits of three phases.
///
/// Port 10 is the mains, 50 to 61 are the circuits (1A, 1B, 1C, 2A to 4C), each in a frame of its own; 9 is the battery
/// beside the version; 8, 16 and 17 are answers and settings. `circuit` in the registry says which circuit is the
/// asset's, `2C` for example; without it every circuit counts, and of the mains' voltages that of phase A.
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
    case 9: try battery.append(payload, context.receivedAt, to: &readings)
    case 10:
      try voltage.append(payload, at: 1 + phase(context) * 2, context.receivedAt, to: &readings)
      try backupBattery.append(payload, at: 10, context.receivedAt, to: &readings)
    case 50...61:
      guard payload[0] == 10 else {
        throw DecodeError(.malformedPayload, at: 0, expected: "a frame of type 10")
      }
      guard isOurs(context) else { return readings.warn("another circuit than the asset's") }
      try appendCircuit(payload, context.receivedAt, to: &readings)
    case 8, 16, 17: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 8 to 10, 16, 17 or 50 to 61")
    }
  }

  private static let battery = [
    WireField(.batteryVoltage, .uint16BE, at: 4, per: 1000), WireField(.battery, .uint8, at: 6),
  ]
  private static let voltage = WireField(.voltage, .uint16BE, per: 10)
  private static let backupBattery = WireField(.battery, .uint8)
  /// In tenths of a kWh.
  private static let energy = WireField(.energy, .uint32BE, times: 100)
  private static let phases: [Character] = ["A", "B", "C"]

  /// Which phase the asset's circuit is on; the first when the registry names none.
  private static func phase(_ context: DecodeContext) -> Int {
    guard let name = context.parameters["circuit"]?.uppercased().last else { return 0 }
    return phases.firstIndex(of: name) ?? 0
  }

  private static func isOurs(_ context: DecodeContext) -> Bool {
    guard let circuit = context.parameters["circuit"] else { return true }
    let index = Int(context.port) - 50
    return circuit.uppercased() == "\(index / 3 + 1)\(phases[index % 3])"
  }

  /// Two bits of events and 14 of current, 22 of power in two's complement, 10 of power factor; 32 of energy.
  private static func appendCircuit(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(11, at: 0, "a frame of 11 bytes")
    readings.append(.current, Double(try payload.bits(14, at: 10, "a current")) / 10, at: at)
    let raw = try payload.bits(22, at: 24, "a power")
    readings.append(.power, Double(raw < 1 << 21 ? raw : raw - 1 << 22) / 10, at: at)
    readings.append(.powerFactor, Double(try payload.bits(10, at: 46, "a power factor")) / 1000, at: at)
    try energy.append(payload, at: 7, at, to: &readings)
  }
}
