import Model

/// Yobiiq EM2101 electricity meter: channel 01, type and value, big-endian.
///
/// 01 the meter's clock, u32, Unix; 04 imported energy, u32, Wh; 0c voltage, i32, 0.1 V;
/// 10 current, i32, mA; 14 power, i32, W. Port 1.
enum YobiiqEM2101: DeviceEncoder {
  static let codec = "yobiiq-em2101"
  static let quantities: [Quantity] = [.energy, .voltage, .current, .power]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = [0x01, 0x01]
    payload += UInt32(nearest: clock.secondsSinceEpoch.rounded(.down)).bigEndianBytes
    func append(_ type: UInt8, _ quantity: Quantity, _ encode: (Double) -> [UInt8]) {
      guard let value = measurements[quantity] else { return }
      payload += [0x01, type] + encode(value)
    }
    append(0x04, .energy) { UInt32(nearest: $0).bigEndianBytes }
    append(0x0C, .voltage) { Int32(nearest: $0 * 10).bigEndianBytes }
    append(0x10, .current) { Int32(nearest: $0 * 1000).bigEndianBytes }
    append(0x14, .power) { Int32(nearest: $0).bigEndianBytes }
    return [Frame(port: 1, payload: payload)]
  }
}
