import Model

/// Dragino LHT65: temperature and humidity.
///
/// An external probe may be attached; the temperature of the device itself counts. What is attached says the low
/// half of byte 6; its bit 6 marks an answer to a request for stored values: records with a time of their own,
/// zeros when there are none. What is sent again because nobody confirmed it is such records, too, by bit 7, which else
/// says that no probe is connected: then no time stands behind it.
/// Source: Dragino LHT65 and LHT65N user manuals, "Uplink payload" and "Datalog uplink payload", and its published
/// decoders.
enum DraginoLHT65: Codec {
  static let name = "dragino-lht65"
  static let vendor = Dragino.vendor
  static let models = ["LHT65", "LHT65N"]
  static let deviceClass = DeviceClass.environment
  static let ports = Dragino.ports

  /// What byte 6 says is attached.
  private enum Attached {
    static let illuminance = 5
    /// A probe, and the time of the measurement: no battery.
    static let withTime = 9...10
    /// The frame holds the probe's identity.
    static let identity = 15
  }
  /// What all of byte 6 is where the frame holds the identity of another probe.
  private static let identities = [0x10, 0x20]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard try Dragino.isMeasurement(payload, context, &readings) else { return }
    try payload.require(6, at: 0, "a frame of 6 bytes")
    let flags = payload.count > 6 ? Int(payload[6]) : 0
    let isSentAgain = flags & 0x80 == 0 ? false : try isRecords(payload, context.receivedAt)
    guard flags & 0x40 == 0, !isSentAgain else {
      return try Dragino.forEachRecord(payload) { (offset, at) throws(DecodeError) in
        try append(payload, at: offset, at, to: &readings)
      }
    }
    let attached = flags & 0x0F
    guard !payload.isAllZero else { return }
    if !Attached.withTime.contains(attached) {
      try Dragino.appendBattery(payload, context.receivedAt, to: &readings)
    }
    guard attached != Attached.identity, !identities.contains(flags) else { return }
    try append(payload, at: 0, context.receivedAt, to: &readings)
    if attached == Attached.illuminance {
      try illuminance.append(payload, at: 7, context.receivedAt, to: &readings)
    }
  }

  /// Whether a payload is records of 11 bytes, of which the first was measured within the last year.
  private static func isRecords(_ payload: Span<UInt8>, _ now: Timestamp) throws(DecodeError) -> Bool {
    guard payload.count.isMultiple(of: 11) else { return false }
    let age = now - Timestamp(seconds: Int64(try payload.uint32BE(at: 7, "a time")))
    return age >= .zero && age < .seconds(366 * 86_400)
  }

  private static func append(
    _ payload: Span<UInt8>, at start: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try temperature.append(payload, at: start + 2, at, to: &readings)
    // With a time in the frame the status of the battery stands in the highest bits.
    let humidity = try payload.uint16BE(at: start + 4, "2 bytes of humidity") & 0x0FFF
    readings.append(.humidity, Double(humidity) / 10, at: at)
  }

  private static let temperature = WireField(.temperature, .int16BE, per: 100)
  private static let illuminance = WireField(.illuminance, .uint16BE)
}
