import Model

/// Fludia FM432e and FM432ir: read an electricity meter by its disc, its light or its infrared port.
///
/// A frame of measurements holds the step in minutes, the meter's total in Wh and, oldest first, how much was
/// added in each step before; the totals at the ends of those steps follow, down from the time of reception.
/// Source: Fludia, payload description in Actility's device catalogue.
enum FludiaFM432: Codec {
  static let name = "fludia-fm432"
  static let vendor = "Fludia"
  static let models = ["FM432e", "FM432ir"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let total: Int
    let increments: Int
    switch payload[0] {
    case disc:
      total = try payload.uint32BE(at: 2, "4 bytes of energy")
      increments = 6
    case infrared:
      // A byte for the kind of sum, then eight of energy; half of them are enough for 4 GWh.
      guard try payload.uint32BE(at: 3, "8 bytes of energy") == 0 else {
        throw DecodeError(.malformedPayload, at: 3, expected: "an energy below 2 to the power of 32")
      }
      total = try payload.uint32BE(at: 7, "8 bytes of energy")
      increments = 11
    // Technical frames of the same devices.
    case 0x6A, 0xF0: return
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a frame of FM432e or FM432ir")
    }
    guard (payload.count - increments).isMultiple(of: 2) else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "increments of 2 bytes")
    }
    let step = Duration.seconds(Int(payload[1]) * 60)
    var energy = total
    var at = context.receivedAt
    readings.append(.energy, Double(energy), at: at)
    for offset in stride(from: payload.count - 2, through: increments, by: -2) {
      energy -= try payload.uint16BE(at: offset, "an increment")
      at = at - step
      readings.append(.energy, Double(energy), at: at)
    }
  }

  private static let disc: UInt8 = 0x69
  private static let infrared: UInt8 = 0x76
}
