import Model

/// Carlo Gavazzi UWP-A and UWP-M: an adapter that sends what an energy meter measures.
///
/// A first byte 1, then records of a header and a value, least significant byte first. The energy is the meter's total.
/// Voltage and current are those of phase L2. So is the power, which is left out: beside the energy of all phases it
/// would be taken for the power of all.
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
      guard let record = records[payload[offset]] else {
        return readings.warn("unknown header \(payload[offset]) at byte \(offset): the rest is left out")
      }
      try payload.require(record.length, at: offset + 1, "a value of \(record.length) bytes")
      try record.field?.append(payload, at: offset + 1, context.receivedAt, to: &readings)
      offset += 1 + record.length
    }
  }

  /// What a record measures, `nil` when it is left out, and how long its value is.
  private struct Record: Sendable {
    var field: WireField?
    var length = 4
  }

  private static let records: [UInt8: Record] = [
    // In tenths of a kWh; the upper half of eight bytes is 0 below 400 GWh.
    0x3C: Record(field: WireField(.energy, .uint32LE, times: 100), length: 8),
    0x91: Record(field: WireField(.voltage, .uint32LE, per: 10)),
    // In milliamperes.
    0x92: Record(field: WireField(.current, .uint32LE, per: 1000)),
    // The power of L2.
    0x93: Record(),
  ]
}
