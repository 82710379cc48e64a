import Model

/// Milesight CT101 current clamp: channel, type and value, little-endian.
///
/// 04 98 current, 0.01 A. It is powered by the current that it measures, and knows no voltage. Port 85.
enum MilesightCT101: DeviceEncoder {
  static let codec = "milesight-ct101"
  static let quantities: [Quantity] = [.current]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    guard let current = measurements[.current] else { return [] }
    return [Frame(port: 85, payload: [0x04, 0x98] + UInt16(nearest: current * 100).littleEndianBytes)]
  }
}
