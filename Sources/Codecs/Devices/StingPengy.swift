import Model

/// Sting Pengy: particulate matter, temperature and humidity, and from version 1.5 on pressure and noise.
///
/// Port 1 is version 1, port 2 version 1.5, port 3 version 2. The gases of version 1.5 come without a unit: they are
/// left out.
/// Source: Sting, payload description in The Things Network's device repository.
enum StingPengy: Codec {
  static let name = "sting-pengy"
  static let vendor = "Sting"
  static let models = ["Pengy"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = [1, 2, 3]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1: try version1.append(payload, context.receivedAt, to: &readings)
    case 2: try version15.append(payload, context.receivedAt, to: &readings)
    case 3: try version2.append(payload, context.receivedAt, to: &readings)
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1, 2 or 3")
    }
  }

  private static let version1 = [
    WireField(.humidity, .uint16BE, at: 0, per: 10), WireField(.temperature, .int16BE, at: 2, per: 10),
    WireField(.pm10, .uint16BE, at: 4, per: 10), WireField(.pm25, .uint16BE, at: 6, per: 10),
  ]
  private static let version15 =
    version1 + [WireField(.pressure, .uint16BE, at: 8), WireField(.noiseLA, .uint16BE, at: 16, per: 100)]
  private static let version2 = [
    WireField(.humidity, .uint16BE, at: 0, per: 10), WireField(.temperature, .int16BE, at: 2, per: 10),
    WireField(.pressure, .uint16BE, at: 4), WireField(.pm25, .uint16BE, at: 8, per: 10),
    WireField(.pm10, .uint16BE, at: 10, per: 10), WireField(.noiseLA, .uint16BE, at: 12, per: 100),
  ]
}
