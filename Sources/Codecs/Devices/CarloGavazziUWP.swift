import Model

/// Carlo Gavazzi UWP-A and UWP-M: an adapter that sends what an energy meter measures.
///
/// A first byte 1, then records of a header and a value, least significant byte first.
/// Source: payload description in akenza's device library.
enum CarloGavazziUWP: Codec {
  static let name = "carlo-gavazzi-uwp"
  static let vendor = "Carlo Gavazzi"
  static let models = ["UWP-A", "UWP-M"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard payload[0] == 1 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "a frame of measurements, 1")
    }
    var offset = 1
    while offset < payload.count {
      guard let field = fields[payload[offset]] else {
        return readings.warn("unknown header \(payload[offset]) at byte \(offset): the rest is left out")
      }
      try field.append(payload, at: offset + 1, context.receivedAt, to: &readings)
      let length = payload[offset] == energy ? 8 : 4
      try payload.require(length, at: offset + 1, "\(length) bytes of \(field.name)")
      offset += 1 + length
    }
  }

  private static let energy: UInt8 = 0x3C
  private static let fields: [UInt8: WireField] = [
    // In tenths of a kWh; the upper half of eight bytes is 0 below 400 GWh.
    energy: WireField(.energy, .uint32LE, times: 100),
    0x91: WireField(.voltage, .uint32LE, per: 10),
    // In milliamperes and milliwatts.
    0x92: WireField(.current, .uint32LE, per: 1000),
    0x93: WireField(.power, .int32LE, per: 1000),
  ]
}
