import Model

/// Teneo soil moisture sensor.
///
/// Battery and flags, moisture (1), then perhaps temperature (2) and two bytes that are not described. Nothing says
/// that the temperature is the soil's. Port 3 tells that the battery is being charged.
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoSoilMoisture: Codec {
  static let name = "teneo-soil-moisture-sensor"
  static let vendor = Teneo.vendor
  static let models = ["Soil Moisture Sensor"]
  static let deviceClass = DeviceClass.soil
  static let ports: [UInt8] = [1, 3]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    guard context.port != 3 else { return }
    guard payload.count == 2 || payload.count == 6 else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "2 or 6 bytes")
    }
    try moisture.append(payload, at: 0, context.receivedAt, to: &readings)
    if payload.count == 6 { try temperature.append(payload, at: 0, context.receivedAt, to: &readings) }
  }

  private static let moisture = WireField(.soilMoisture, .uint8, at: 1)
  private static let temperature = WireField(.temperature, .int16BE, at: 2, per: 100)
}
