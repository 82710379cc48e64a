import Model

/// Teneo filling degree sensor: distance, for containers.
///
/// Battery and flags, distance in cm (2), then perhaps an error code, temperature (2) and humidity (2).
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoFillingDegree: Codec {
  static let name = "teneo-filling-degree-sensor"
  static let vendor = Teneo.vendor
  static let models = ["Filling Degree Sensor"]
  static let deviceClass = DeviceClass.container
  static let ports = Teneo.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    let hasError = payload.count > 3 && payload[3] != 0
    if !hasError { try distance.append(payload, at: 1, context.receivedAt, to: &readings) }
    if payload.count >= 6 { try temperature.append(payload, at: 4, context.receivedAt, to: &readings) }
    if payload.count >= 8 { try humidity.append(payload, at: 6, context.receivedAt, to: &readings) }
  }

  private static let distance = WireField(.distance, .uint16BE, times: 10)
  private static let temperature = WireField(.temperature, .int16BE, per: 100)
  private static let humidity = WireField(.humidity, .uint16BE, per: 100)
}
