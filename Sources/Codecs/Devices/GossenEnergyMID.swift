import Model

/// Gossen Metrawatt ENERGYMID: an electricity meter.
///
/// Records of type and value, least significant byte first: 24 the meter's clock, whose zone is not published, 25
/// and 26 imported and exported energy, 54 errors.
/// Source: Gossen Metrawatt, payload description in Actility's device catalogue.
enum GossenEnergyMID: Codec {
  static let name = "gossen-energymid"
  static let vendor = "Gossen Metrawatt"
  static let models = ["ENERGYMID"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [2]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 2 else { throw DecodeError(.wrongPort, at: 0, expected: "port 2") }
    var offset = 0
    while offset < payload.count {
      guard let length = lengths[payload[offset]] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 0, expected: "a type of this meter")
        }
        return readings.warn("unknown type \(payload[offset]) at byte \(offset): the rest is left out")
      }
      try payload.require(length, at: offset + 1, "\(length) bytes of type \(payload[offset])")
      if payload[offset] == imported {
        let energy = try payload.float64LE(at: offset + 1, "8 bytes of energy")
        readings.append(.energy, energy, at: context.receivedAt)
      }
      offset += 1 + length
    }
  }

  private static let imported: UInt8 = 0x25
  private static let lengths: [UInt8: Int] = [0x24: 7, imported: 8, 0x26: 8, 0x54: 1]
}
