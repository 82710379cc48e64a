import Model

/// adnexo ax-dist: distance and temperature; least significant byte first.
///
/// Ports 100 to 102 are measurements (regular, by event, by hand); 104 says that one failed, the lower ports are
/// answers and settings.
/// Source: adnexo ax-dist, payload description in akenza's device library.
enum AdnexoAxDist: Codec {
  static let name = "adnexo-ax-dist"
  static let vendor = "adnexo"
  static let models = ["ax-dist"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = [1, 2, 3, 4, 5, 100, 101, 102, 104]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 100...102: try fields.append(payload, context.receivedAt, to: &readings)
    case 1...5, 104: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1 to 5, 100 to 102 or 104")
    }
  }

  private static let fields = [
    // In tenths of a centimetre.
    WireField(.distance, .uint16LE, at: 0, missing: [0xFFFF]),
    WireField(.temperature, .int16LE, at: 2, per: 10, missing: [-32768]),
    WireField(.batteryVoltage, .uint16LE, at: 4, per: 1000),
  ]
}
