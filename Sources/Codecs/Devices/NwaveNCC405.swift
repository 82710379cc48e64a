import Model

/// Nwave NCC405: counts cars at the entrance of a car park.
///
/// The count of cars is none of our quantities; the battery is.
/// Source: Nwave, payload description in The Things Network's device repository.
enum NwaveNCC405: Codec {
  static let name = "nwave-ncc405"
  static let vendor = "Nwave"
  static let models = ["NCC405FM", "NCC405SM"]
  static let deviceClass = DeviceClass.parking
  static let ports: [UInt8] = [1, 2, 3, 6]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 1, 3, 6: return
    case 2: try battery.append(payload, at: 1, context.receivedAt, to: &readings)
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 1, 2, 3 or 6")
    }
  }

  private static let battery = WireField(.batteryVoltage, .uint8, times: 4, per: 1000, plus: 2.5)
}
