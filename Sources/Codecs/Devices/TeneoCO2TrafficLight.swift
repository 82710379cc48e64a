import Model

/// Teneo CO2 traffic light: CO2, temperature and humidity of a room.
///
/// Port 223 tells of the device's state, which no value stands beside.
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoCO2TrafficLight: Codec {
  static let name = "teneo-co2-traffic-light"
  static let vendor = Teneo.vendor
  static let models = ["CO2 Stoplicht"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [1, 223]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port != 223 else { return }
    try payload.require(10, at: 0, "a frame of 10 bytes")
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.co2, .uint32BE, at: 2, per: 100),
    WireField(.temperature, .int16BE, at: 6, per: 100, missing: [0x7FFF]),
    WireField(.humidity, .uint16BE, at: 8, per: 100),
  ]
}
