import Model

/// Sting Pengy: particulate matter, temperature and humidity, and from version 2 on pressure and noise.
///
/// Port 1 is version 1, port 3 version 2.
/// Source: Sting, payload description in The Things Network's device repository.
enum StingPengy: Codec {
  static let name = "sting-pengy"
  static let vendor = "Sting"
  static let models = ["Pengy"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = [1, 3]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1: try version1.append(payload, context.receivedAt, to: &readings)
    case 3: try version2.append(payload, context.receivedAt, to: &readings)
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1 or 3")
    }
  }

  private static let version1 = [
    WireField(.humidity, .uint16BE, at: 0, per: 10), WireField(.temperature, .int16BE, at: 2, per: 10),
    WireField(.pm10, .uint16BE, at: 4, per: 10), WireField(.pm25, .uint16BE, at: 6, per: 10),
  ]
  private static let version2 = [
    WireField(.humidity, .uint16BE, at: 0, per: 10), WireField(.temperature, .int16BE, at: 2, per: 10),
    WireField(.pressure, .uint16BE, at: 4), WireField(.pm25, .uint16BE, at: 8, per: 10),
    WireField(.pm10, .uint16BE, at: 10, per: 10), WireField(.noiseLA, .uint16BE, at: 12, per: 100),
  ]
}
