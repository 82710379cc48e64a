import Model

/// Fludia FM432e and FM432ir: read an electricity meter by its disc, its light or its infrared port.
///
/// FM432p counts pulses instead, of which the registry knows what they stand for: `wh_per_pulse` or
/// `litres_per_pulse`. FM432g counts gas, which is none of our quantities.
///
/// A frame of measurements holds the step in minutes, the meter's total and, oldest first, how much was added in each
/// step before; the totals at the ends of those steps follow, down from the time of reception. By the infrared port
/// come what was taken from the grid, the sum of both directions, or what was given to it, which is no consumption.
/// The first firmware has the step in the kind of frame, or F0 before the kind; with a step of one minute it sends powers.
/// Source: Fludia, payload description in Actility's device catalogue, and its published decoders, also of before.
enum FludiaFM432: Codec {
  static let name = "fludia-fm432"
  static let vendor = "Fludia"
  static let models = ["FM432e", "FM432g", "FM432ir", "FM432p"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let course: Course
    var quantity = Quantity.energy
    switch payload[0] {
    case 0xF0:
      // The first firmware with an infrared port puts this before the kind.
      switch payload.count > 1 ? payload[1] : 0 {
      case 0x2E, 0x2F: course = try Course(infrared: payload, at: 1, per: 10)
      case 0x35: course = try Course(infrared: payload, at: 1, isBoth: true, per: 10)
      case 0x30: return readings.warn("what is given to the grid is left out")
      default: return
      }
    case 0x20...0x22: course = try Course(first: payload, totalBytes: 3)
    case 0x48...0x4A: course = try Course(first: payload, totalBytes: 4)
    case 0x2B...0x2D:
      guard let pulses = PulseCount(context.parameters) else { return readings.warnOfPulses() }
      course = try Course(first: payload, totalBytes: 3, times: pulses.perPulse)
      quantity = pulses.quantity
    case 0x5B: return try appendMinutes(payload, context.receivedAt, to: &readings)
    case 0x69, 0x6F: course = try Course(meter: payload)
    case 0x6B:
      guard let pulses = PulseCount(context.parameters) else { return readings.warnOfPulses() }
      course = try Course(meter: payload, times: pulses.perPulse)
      quantity = pulses.quantity
    // Tenths of Wh; from 75 on Wh.
    case 0x71, 0x72: course = try Course(infrared: payload, per: 10)
    case 0x75, 0x76: course = try Course(infrared: payload)
    // Both directions one after the other, what was taken first.
    case 0x74: course = try Course(infrared: payload, isBoth: true, per: 10)
    case 0x78: course = try Course(infrared: payload, isBoth: true)
    case 0x73, 0x77: return readings.warn("what is given to the grid is left out")
    case 0x6D: return readings.warn("gas is none of our quantities")
    // Starts, tests and technical frames.
    case 0x01, 0x0E, 0x12, 0x13, 0x29, 0x4B, 0x51, 0x5F, 0x6A, 0x6C, 0x6E, 0x70: return
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a frame of an FM432")
    }
    try course.append(payload, quantity, context.receivedAt, to: &readings)
  }

  /// The total (4), then the power of each of 20 minutes, which end ten minutes before the reception.
  private static func appendMinutes(
    _ payload: Span<UInt8>, _ receivedAt: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    readings.append(.energy, Double(try payload.uint32BE(at: 1, "4 bytes of a total")), at: receivedAt)
    for minute in 0..<20 {
      let power = try payload.uint16BE(at: 5 + 2 * minute, "2 bytes of a power")
      readings.append(.power, Double(power), at: receivedAt - .seconds(600 + 60 * (20 - minute)))
    }
  }

  /// A total and what was added to it before.
  private struct Course {
    private let step: Duration
    /// `nil` when the meter did not say.
    private let total: Double?
    private let increments: Range<Int>
    private var times = 1.0
    private var per = 1.0
    private var isSigned = false
    /// Whether an increment can be missing.
    private var hasGaps = false

    /// What a disc, a light or a counter of pulses says, in 4 bytes.
    init(meter payload: Span<UInt8>, times: Double = 1) throws(DecodeError) {
      total = Double(try payload.uint32BE(at: 2, "4 bytes of a total"))
      (step, increments, self.times) = (Self.step(payload), 6..<payload.count, times)
    }

    /// What the first firmware says of a disc, a light or a counter: the step stands in the kind of frame.
    init(first payload: Span<UInt8>, totalBytes: Int, times: Double = 1) throws(DecodeError) {
      let words = try payload.uint32BE(at: 1, "a total and increments")
      let total = totalBytes == 3 ? words >> 8 : words
      self.total = Double(total)
      let minutes =
        switch payload[0] {
        case 0x20, 0x2B, 0x48: 10
        case 0x21, 0x2C, 0x49: 15
        default: 60
        }
      (step, increments, self.times) = (.seconds(60 * minutes), 1 + totalBytes..<payload.count, times)
    }

    /// What an infrared port says: bits for signs, then 8 bytes, all ones when it does not.
    init(
      infrared payload: Span<UInt8>, at start: Int = 0, isBoth: Bool = false, per: Double = 1
    ) throws(DecodeError) {
      isSigned = try payload.uint8(at: start + 2, "the signs") & 1 != 0
      let high = try payload.uint32BE(at: start + 3, "8 bytes of energy")
      let low = try payload.uint32BE(at: start + 7, "8 bytes of energy")
      let upper = isSigned ? Int(Int32(truncatingIfNeeded: high)) : high
      total = high & low == 0xFFFF_FFFF ? nil : Double(upper) * 4_294_967_296 + Double(low)
      let (first, rest) = (start + 11, payload.count - start - 19)
      let end = isBoth ? first + rest / 2 : payload.count
      guard end >= first, !isBoth || rest.isMultiple(of: 4) else {
        throw DecodeError(.malformedPayload, at: payload.count, expected: "increments for both directions")
      }
      (step, increments, self.per) = (Self.step(payload, at: start + 1), first..<end, per)
      hasGaps = true
    }

    private static func step(_ payload: Span<UInt8>, at offset: Int = 1) -> Duration {
      .seconds(Int(payload[offset]) * 60)
    }

    func append(
      _ payload: Span<UInt8>, _ quantity: Quantity, _ receivedAt: Timestamp, to readings: inout Readings
    ) throws(DecodeError) {
      guard increments.count.isMultiple(of: 2) else {
        throw DecodeError(.malformedPayload, at: payload.count, expected: "increments of 2 bytes")
      }
      guard var total else { return readings.warn("the meter did not say its total") }
      var at = receivedAt
      readings.append(quantity, total * times / per, at: at)
      for offset in stride(from: increments.upperBound - 2, through: increments.lowerBound, by: -2) {
        let increment = try payload.uint16BE(at: offset, "an increment")
        // What the total was before a gap nobody knows.
        if hasGaps, increment >= 0xFFFB { return }
        total -= Double(isSigned ? Int(Int16(truncatingIfNeeded: increment)) : increment)
        // It has begun anew since: nobody knows from where.
        if total < 0, !isSigned { return }
        at = at - step
        readings.append(quantity, total * times / per, at: at)
      }
    }
  }
}
