import Model

/// Fludia FM432e and FM432ir: read an electricity meter by its disc, its light or its infrared port.
///
/// FM432p counts pulses instead, of which the registry knows what they stand for: `wh_per_pulse` or
/// `litres_per_pulse`. FM432g counts gas, which is none of our quantities.
///
/// A frame of measurements holds the step in minutes, the meter's total in Wh and, oldest first, how much was
/// added in each step before; the totals at the ends of those steps follow, down from the time of reception.
/// Source: Fludia, payload description in Actility's device catalogue.
enum FludiaFM432: Codec {
  static let name = "fludia-fm432"
  static let vendor = "Fludia"
  static let models = ["FM432e", "FM432g", "FM432ir", "FM432p"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let total: Int
    let increments: Int
    var unit: PulseCount?
    switch payload[0] {
    case pulses:
      unit = PulseCount(context.parameters)
      guard unit != nil else { return readings.warnOfPulses() }
      total = try payload.uint32BE(at: 2, "4 bytes of pulses")
      increments = 6
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
    case 0x6A, 0x6C, 0x6E, 0xF0: return
    case 0x6D: return readings.warn("gas is none of our quantities")
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a frame of an FM432")
    }
    guard (payload.count - increments).isMultiple(of: 2) else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "increments of 2 bytes")
    }
    let step = Duration.seconds(Int(payload[1]) * 60)
    var energy = total
    var at = context.receivedAt
    func append(_ at: Timestamp) {
      readings.append(unit?.quantity ?? .energy, Double(energy) * (unit?.perPulse ?? 1), at: at)
    }
    append(at)
    for offset in stride(from: payload.count - 2, through: increments, by: -2) {
      energy -= try payload.uint16BE(at: offset, "an increment")
      at = at - step
      append(at)
    }
  }

  private static let pulses: UInt8 = 0x6B
  private static let disc: UInt8 = 0x69
  private static let infrared: UInt8 = 0x76
}
