import Model

/// Arwin (Senso8) LRS10701: the air in a room.
///
/// Port 10 is the climate and an index of the air, 11 particulate matter; 8, 12 and 13 are answers and settings.
/// A CO2 of 0 is that of a sensor which is not fitted. Which gases the device measures only its settings say: they are
/// left out. So are the volatile compounds: they are in ppb, and what that is in µg/m³ depends on which they are.
/// Source: Arwin, payload description in The Things Network's device repository.
enum ArwinLRS10701: Codec {
  static let name = "arwin-lrs10701"
  static let vendor = "Arwin"
  static let models = ["LRS10701"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [8, 10, 11, 12, 13]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let at = context.receivedAt
    switch context.port {
    case 10 where payload.isAllZero, 11 where payload.isAllZero: return
    case 10:
      try payload.require(11, at: 0, "a frame of 11 bytes")
      readings.append(.iaq, Double(try payload.bits(9, at: 8, "an index")), at: at)
      let co2 = try payload.bits(13, at: 17, "a CO2 level")
      if co2 > 0 { readings.append(.co2, Double(co2), at: at) }
      readings.append(.temperature, Double(try payload.bits(10, at: 30, "a temperature") - 300) / 10, at: at)
      try climate.append(payload, at, to: &readings)
    case 11: try particles.append(payload, at, to: &readings)
    case 8, 12, 13: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 8 or 10 to 13")
    }
  }

  private static let climate = [
    WireField(.humidity, .uint8, at: 5, per: 2), WireField(.battery, .uint8, at: 10),
  ]
  private static let particles = [
    WireField(.pm25, .uint24BE, at: 5, per: 1000), WireField(.pm10, .uint24BE, at: 8, per: 1000),
  ]
}
