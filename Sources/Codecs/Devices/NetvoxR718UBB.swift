import Model

/// Netvox R718UB series: the air and the light in a room.
///
/// Volatile compounds come in ppb, from which no mass concentration follows: they are left out.
///
/// Source: Netvox R718UBB application command.
enum NetvoxR718UBB: Codec {
  static let name = "netvox-r718ubb"
  static let vendor = Netvox.vendor
  static let models = ["R718UBB", "R718UBD"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0xBB], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      WireField(.temperature, .int16BE, at: 4, per: 100),
      WireField(.humidity, .uint16BE, at: 6, per: 100),
      WireField(.co2, .uint16BE, at: 8, missing: Netvox.noSensor),
    ],
    0x02: [
      WireField(.pressure, .uint32BE, at: 4, per: 100),
      WireField(.illuminance, .uint24BE, at: 8),
    ],
    0x03: [
      WireField(.pm25, .uint16BE, at: 4, missing: Netvox.noSensor),
      WireField(.pm10, .uint16BE, at: 6, missing: Netvox.noSensor),
    ],
  ]
}
