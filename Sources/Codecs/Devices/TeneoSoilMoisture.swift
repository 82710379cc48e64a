import Model

/// Teneo soil moisture sensor.
///
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoSoilMoisture: Codec {
  static let name = "teneo-soil-moisture-sensor"
  static let vendor = Teneo.vendor
  static let models = ["Soil Moisture Sensor"]
  static let deviceClass = DeviceClass.soil
  static let ports = Teneo.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    try moisture.append(payload, at: 1, context.receivedAt, to: &readings)
  }

  private static let moisture = WireField(.soilMoisture, .uint8)
}
