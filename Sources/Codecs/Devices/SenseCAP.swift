import Model

/// Seeed SenseCAP S210x: records of channel, measurement id (2) and value (4), least significant byte first, and a
/// checksum of two bytes at the end.
///
/// A wrong checksum is only a remark: the radio's own check is stronger, and published frames have wrong ones.
/// Values are in thousandths; from 2,000,000 on they are the codes of errors. Id 7 is the battery. The S2100 has another
/// layout, whose values only its own settings name.
/// Source: Seeed, "SenseCAP LoRaWAN S210X: Data packet".
enum SenseCAP: Codec {
  static let name = "sensecap"
  static let vendor = "SenseCAP"
  static let models = ["S2101", "S2102", "S2103", "S2104", "S2105", "LoRaWAN module"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let end = payload.count - 2
    guard end > 0, end.isMultiple(of: 7) else {
      throw DecodeError(.malformedPayload, at: payload.count, expected: "records of 7 bytes and a checksum")
    }
    if try payload.uint16LE(at: end, "a checksum") != checksum(payload, end) {
      readings.warn("the checksum is wrong")
    }
    for offset in stride(from: 0, to: end, by: 7) {
      let id = try payload.uint16LE(at: offset + 1, "a measurement id")
      if id == 7 {
        let percent = try payload.uint16LE(at: offset + 3, "a battery level")
        readings.append(.battery, Double(percent), at: context.receivedAt)
      }
      guard let (quantity, per) = measurements[id] else { continue }
      let raw = try payload.int32LE(at: offset + 3, "a value")
      guard raw < firstErrorCode else {
        readings.warn("measurement \(id): error \(raw / 1000)")
        continue
      }
      readings.append(quantity, Double(raw) / per, at: context.receivedAt)
    }
  }

  private static let firstErrorCode = 2_000_000_000

  /// What the ids measure, and what thousandths of their unit must be divided by.
  private static let measurements: [Int: (Quantity, Double)] = [
    4097: (.temperature, 1000), 4098: (.humidity, 1000), 4099: (.illuminance, 1000), 4100: (.co2, 1000),
    // In Pa.
    4101: (.pressure, 100_000),
    4102: (.soilTemperature, 1000), 4103: (.soilMoisture, 1000),
    // In dS/m, of which a thousandth is 1 µS/cm.
    4108: (.soilConductivity, 1), 4110: (.soilMoisture, 1000), 4111: (.soilConductivity, 1),
    4112: (.soilTemperature, 1000),
  ]

  /// CRC-16/KERMIT over the first `count` bytes.
  private static func checksum(_ payload: Span<UInt8>, _ count: Int) -> Int {
    var crc: UInt16 = 0
    for index in 0..<count {
      crc ^= UInt16(payload[index])
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0x8408 }
    }
    return Int(crc)
  }
}
