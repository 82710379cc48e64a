import Model

/// Elsys ERS CO2, ELT and their relatives: type and value, big-endian, the type implies the length.
///
/// Types: 01 temperature, 0.1 °C, signed; 02 humidity, %; 04 light, lx; 05 motion count; 06 CO2, ppm;
/// 07 battery, mV; 0e distance, mm.
enum ElsysERS: DeviceEncoder {
  static let codec = "elsys"
  static let quantities: [Quantity] = [
    .temperature, .humidity, .illuminance, .motion, .co2, .batteryVoltage, .distance,
  ]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = []
    func append(_ type: UInt8, _ quantity: Quantity, _ encode: (Double) -> [UInt8]) {
      guard let value = measurements[quantity] else { return }
      payload.append(type)
      payload.append(contentsOf: encode(value))
    }
    append(0x01, .temperature) { Int16(nearest: $0 * 10).bigEndianBytes }
    append(0x02, .humidity) { UInt8(nearest: $0).bigEndianBytes }
    append(0x04, .illuminance) { UInt16(nearest: $0).bigEndianBytes }
    append(0x05, .motion) { UInt8(nearest: $0).bigEndianBytes }
    append(0x06, .co2) { UInt16(nearest: $0).bigEndianBytes }
    append(0x0E, .distance) { UInt16(nearest: $0).bigEndianBytes }
    append(0x07, .batteryVoltage) { UInt16(nearest: $0 * 1000).bigEndianBytes }
    return [Frame(port: 5, payload: payload)]
  }
}
