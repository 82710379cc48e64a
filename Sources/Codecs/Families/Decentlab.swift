import Model

/// The frame of all Decentlab sensors: version 2, device id (2), flags (2), then for each flag that is set,
/// lowest first, the words of one sensor; most significant byte first.
///
/// Source: Decentlab, "Data decoder specification", one per device.
enum Decentlab {
  static let vendor = "Decentlab"
  static let ports: [UInt8] = [1]

  /// What stands in the frame for one flag.
  struct Sensor: Sendable {
    /// How many words it has.
    var words: Int
    /// What is measured, by byte offset within them.
    var fields: [WireField]
    /// The offset of a count of samples: if it is 0, nothing was measured.
    var samples: Int?
  }

  /// Voltage of the battery in mV, which every device sends.
  static let battery = Sensor(words: 1, fields: [WireField(.batteryVoltage, .uint16BE, per: 1000)])

  /// Decodes a frame with these sensors, in the order of their flags.
  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, _ sensors: [Sensor], into readings: inout Readings
  ) throws(DecodeError) {
    guard payload[0] == 2 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "the protocol version 2")
    }
    let flags = try payload.uint16BE(at: 3, "2 bytes of flags")
    guard flags >> sensors.count == 0 else {
      throw DecodeError(.malformedPayload, at: 3, expected: "at most \(sensors.count) sensors")
    }
    var offset = 5
    for (index, sensor) in sensors.enumerated() where flags >> index & 1 == 1 {
      try payload.require(sensor.words * 2, at: offset, "\(sensor.words) words of sensor \(index)")
      try append(sensor, payload, at: offset, context.receivedAt, to: &readings)
      offset += sensor.words * 2
    }
    guard offset == payload.count else {
      throw DecodeError(.malformedPayload, at: offset, expected: "the end of the frame")
    }
  }

  private static func append(
    _ sensor: Sensor, _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    if let samples = sensor.samples {
      guard try payload.uint16BE(at: offset + samples, "a count of samples") > 0 else {
        return readings.warn("no valid samples")
      }
    }
    for field in sensor.fields { try field.append(payload, at: offset, at, to: &readings) }
  }
}
