import Model

/// Dragino LHT52: temperature and humidity.
///
/// An external probe may be attached; the sensor of the device itself counts. The battery has its own frame, on
/// port 5.
/// Source: Dragino LHT52 user manual.
enum DraginoLHT52: Codec {
  static let name = "dragino-lht52"
  static let vendor = Dragino.vendor
  static let models = ["LHT52"]
  static let deviceClass = DeviceClass.environment
  static let ports = Dragino.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    if context.port == 3 {
      // Records as on port 2, each with its own time behind the probe's values.
      return try Dragino.forEachRecord(payload) { (offset, at) throws(DecodeError) in
        try fields.append(payload, at: offset, at, to: &readings)
      }
    }
    // A frame of another length tells of a restart or answers a command.
    guard try Dragino.isMeasurement(payload, context, &readings), payload.count == 11 else { return }
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.temperature, .int16BE, at: 0, per: 100, missing: [0x7FFF]),
    WireField(.humidity, .uint16BE, at: 2, per: 10, missing: [0x7FFF]),
  ]
}
