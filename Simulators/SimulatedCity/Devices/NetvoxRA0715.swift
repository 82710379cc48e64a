import Model

/// Netvox RA07 air quality station on mains: one group of measurements in each uplink, big-endian.
///
/// 01 version, 05 RA07, report type, battery (0: mains), then 7 bytes. Type 01: PM1.0, PM2.5 and PM10,
/// µg/m3 each. Type 0c: temperature, 0.01 °C, signed, humidity, 0.01 %, wind; ffff is no sensor. Port 6.
enum NetvoxRA0715: DeviceEncoder {
  static let codec = "netvox-ra0715"
  static let quantities: [Quantity] = [.pm25, .pm10, .temperature, .humidity]

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    var frames: [Frame] = []
    if let fine = measurements[.pm25], let coarse = measurements[.pm10] {
      frames.append(frame(0x01, unsigned(fine * 0.7) + unsigned(fine) + unsigned(coarse)))
    }
    if let temperature = measurements[.temperature], let humidity = measurements[.humidity] {
      let warmth = Int16(nearest: temperature * 100).bigEndianBytes
      frames.append(frame(0x0C, warmth + unsigned(humidity * 100) + noSensor))
    }
    return frames
  }

  private static let noSensor: [UInt8] = [0xFF, 0xFF]

  private static func unsigned(_ value: Double) -> [UInt8] { UInt16(nearest: value).bigEndianBytes }

  private static func frame(_ type: UInt8, _ values: [UInt8]) -> Frame {
    Frame(port: 6, payload: [0x01, 0x05, type, 0x00] + values + [0x00])
  }
}
