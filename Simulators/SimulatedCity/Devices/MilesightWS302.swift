import Model

/// Milesight WS302 sound level meter: channel, type and value, little-endian.
///
/// 01 75 battery, %; 05 5b weighting (05: A), then the level now, the equivalent level and the highest
/// level of the interval, 0.1 dB each. Port 85.
enum MilesightWS302: DeviceEncoder {
  static let codec = "milesight-ws302"
  static let quantities: [Quantity] = [.battery, .noiseLA, .noiseLAeq, .noiseLAmax]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var payload: [UInt8] = []
    if let battery = measurements[.battery] { payload += [0x01, 0x75, UInt8(nearest: battery)] }
    if let now = measurements[.noiseLA], let equivalent = measurements[.noiseLAeq],
      let highest = measurements[.noiseLAmax]
    {
      payload += [0x05, 0x5B, 0x05]
      payload += [now, equivalent, highest].flatMap { UInt16(nearest: $0 * 10).littleEndianBytes }
    }
    return [Frame(port: 85, payload: payload)]
  }
}
