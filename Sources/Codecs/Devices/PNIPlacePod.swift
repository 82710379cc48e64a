import Model

/// PNI PlacePod: one parking bay.
///
/// Records of channel, type and value, most significant byte first, in the manner of Cayenne LPP.
/// Source: PNI, "PlacePod: Communications protocol".
enum PNIPlacePod: Codec {
  static let name = "pni-placepod"
  static let vendor = "PNI"
  static let models = ["PlacePod"]
  static let deviceClass = DeviceClass.parking
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    var offset = 0
    while offset < payload.count {
      try payload.require(2, at: offset, "a channel and a type")
      let (channel, type) = (payload[offset], payload[offset + 1])
      guard let length = lengths[type] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 1, expected: "a type of PlacePod")
        }
        return readings.warn("unknown type \(type) at byte \(offset + 1): the rest is left out")
      }
      try payload.require(length, at: offset + 2, "\(length) bytes of type \(type)")
      try append(channel, type, payload, at: offset + 2, context.receivedAt, to: &readings)
      offset += 2 + length
    }
  }

  /// Digital values and switches, analog values, temperature.
  private static let lengths: [UInt8: Int] = [0x00: 1, 0x01: 1, 0x02: 2, 0x66: 1, 0x67: 2]

  private static func append(
    _ channel: UInt8, _ type: UInt8, _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp,
    to readings: inout Readings
  ) throws(DecodeError) {
    switch (channel, type) {
    case (0x02, 0x67):
      readings.append(.temperature, temperature(try payload.uint16BE(at: offset, "a temperature")), at: at)
    case (0x03, 0x02):
      readings.append(.batteryVoltage, Double(try payload.uint16BE(at: offset, "a voltage")) / 100, at: at)
    // A change, and the state that is repeated as a sign of life.
    case (0x15, 0x66), (0x37, 0x66): readings.append(.occupied, payload[offset] == 0 ? 0 : 1, at: at)
    // Answers to commands, counts of vehicles, internals.
    default: return
    }
  }

  /// Tenths of a degree. Published decoders disagree on negative ones, sign and magnitude or two's complement;
  /// of the two only one is ever a temperature.
  private static func temperature(_ raw: Int) -> Double {
    switch raw {
    case 0x8000...0x8FFF: -Double(raw & 0x7FFF) / 10
    case 0x9000...0xFFFF: Double(raw - 0x10000) / 10
    default: Double(raw) / 10
    }
  }
}
