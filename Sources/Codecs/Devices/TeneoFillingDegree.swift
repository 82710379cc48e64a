import Model

/// Teneo filling degree sensor: distance, for containers.
///
/// Battery and flags, distance in cm (2), perhaps an error code (1), then perhaps temperature (2) and humidity (2).
/// Port 2 tells why there is no distance, port 3 that the battery is being charged.
/// Source: Teneo IoT, payload description in The Things Network's device repository.
enum TeneoFillingDegree: Codec {
  static let name = "teneo-filling-degree-sensor"
  static let vendor = Teneo.vendor
  static let models = ["Filling Degree Sensor"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = [1, 2, 3]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    Teneo.appendBattery(payload, context.receivedAt, to: &readings)
    guard context.port != 2, context.port != 3 else { return }
    guard [3, 4, 7, 8].contains(payload.count) else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "3, 4, 7 or 8 bytes")
    }
    let hasErrorCode = payload.count.isMultiple(of: 4)
    if !hasErrorCode || payload[3] == 0 {
      try distance.append(payload, at: 1, context.receivedAt, to: &readings)
    }
    if payload.count >= 7 {
      try air.append(payload, at: hasErrorCode ? 4 : 3, context.receivedAt, to: &readings)
    }
  }

  private static let distance = WireField(.distance, .uint16BE, times: 10)
  private static let air = [
    WireField(.temperature, .int16BE, per: 100), WireField(.humidity, .uint16BE, at: 2, per: 100),
  ]
}
