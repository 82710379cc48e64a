import Model

/// Teneo CO2 traffic light: CO2, temperature and humidity of a room.
///
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoCO2TrafficLight: Codec {
  static let name = "teneo-co2-traffic-light"
  static let vendor = Teneo.vendor
  static let models = ["CO2 Stoplicht"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = Teneo.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(10, at: 0, "a frame of 10 bytes")
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.co2, .uint32BE, at: 2, per: 100), WireField(.temperature, .int16BE, at: 6, per: 100),
    WireField(.humidity, .uint16BE, at: 8, per: 100),
  ]
}
