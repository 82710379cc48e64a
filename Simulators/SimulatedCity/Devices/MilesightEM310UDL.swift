import Model

/// Milesight EM310-UDL ultrasonic distance: channel, type and value, little-endian.
///
/// 01 75 battery, %; 03 82 distance, mm; 04 00 position, 0 normal, 1 tilted. Port 85.
enum MilesightEM310UDL: DeviceEncoder {
  static let codec = "milesight-em310-udl"
  static let quantities: [Quantity] = [.battery, .distance, .tilt]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = []
    if let battery = measurements[.battery] { payload += [0x01, 0x75, UInt8(nearest: battery)] }
    if let distance = measurements[.distance] {
      payload += [0x03, 0x82] + UInt16(nearest: distance).littleEndianBytes
    }
    if let tilt = measurements[.tilt] { payload += [0x04, 0x00, UInt8(nearest: tilt)] }
    return [Frame(port: 85, payload: payload)]
  }
}
