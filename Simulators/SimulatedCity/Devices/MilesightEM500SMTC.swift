import Model

/// Milesight EM500-SMTC soil probe: channel, type and value, little-endian.
///
/// 01 75 battery, %; 03 67 temperature of the soil, 0.1 °C, signed; 04 68 moisture, 0.5 %;
/// 05 7f conductivity, µS/cm. Port 85.
enum MilesightEM500SMTC: DeviceEncoder {
  static let codec = "milesight-em500-smtc"
  static let quantities: [Quantity] = [.battery, .soilTemperature, .soilMoisture, .soilConductivity]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = []
    if let battery = measurements[.battery] { payload += [0x01, 0x75, UInt8(nearest: battery)] }
    if let temperature = measurements[.soilTemperature] {
      payload += [0x03, 0x67] + Int16(nearest: temperature * 10).littleEndianBytes
    }
    if let moisture = measurements[.soilMoisture] { payload += [0x04, 0x68, UInt8(nearest: moisture * 2)] }
    if let conductivity = measurements[.soilConductivity] {
      payload += [0x05, 0x7F] + UInt16(nearest: conductivity).littleEndianBytes
    }
    return [Frame(port: 85, payload: payload)]
  }
}
