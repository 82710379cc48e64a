import Model

/// Milesight EM400 distance sensors, for LoRaWAN and for NB-IoT: channel, type and value,
/// little-endian.
///
/// 01 75 battery, %; 03 67 temperature, 0.1 °C, signed; 04 82 distance, mm; 05 00 position, 0 normal,
/// 1 tilted. Port 85.
enum MilesightEM400: DeviceEncoder {
  static let codec = "milesight-em400"
  static let quantities: [Quantity] = [.battery, .temperature, .distance, .tilt]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = []
    if let battery = measurements[.battery] { payload += [0x01, 0x75, UInt8(nearest: battery)] }
    if let temperature = measurements[.temperature] {
      payload += [0x03, 0x67] + Int16(nearest: temperature * 10).littleEndianBytes
    }
    if let distance = measurements[.distance] {
      payload += [0x04, 0x82] + UInt16(nearest: distance).littleEndianBytes
    }
    if let tilt = measurements[.tilt] { payload += [0x05, 0x00, UInt8(nearest: tilt)] }
    return [Frame(port: 85, payload: payload)]
  }
}
