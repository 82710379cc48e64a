import Model

/// Bosch Parking Lot Sensor TPS110: one bit, when it changes and now and then.
///
/// Port 1 is a change of status: bit 0 says whether the bay is occupied. Port 2 is the heartbeat, with the
/// temperature of the board as a signed byte in °C.
enum BoschTPS110: DeviceEncoder {
  static let codec = "bosch-tps110"
  static let quantities: [Quantity] = [.occupied, .temperature]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    let occupied: UInt8 = measurements[.occupied] == 1 ? 1 : 0
    switch occasion {
    case .change:
      return [Frame(port: 1, payload: [occupied])]
    case .interval:
      let temperature = Int8(nearest: measurements[.temperature] ?? 0)
      return [Frame(port: 2, payload: [occupied, UInt8(bitPattern: temperature)])]
    }
  }
}
