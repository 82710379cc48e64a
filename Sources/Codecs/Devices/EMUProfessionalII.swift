import Model

/// EMU Professional II: a meter for three phases; least significant byte first.
///
/// The logger's time (4), then records of id and value, at last a CRC-8, of which a wrong one is
/// only a remark: the radio's own check is stronger. Two bytes are a sign of life.
/// Source: EMU Electronic, "LoRaWAN payload", and its published codec.
enum EMUProfessionalII: Codec {
  static let name = "emu-professional-ii"
  static let vendor = "EMU"
  static let models = ["EMU Professional II"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard payload.count > 2 else { return }
    let end = payload.count - 1
    if checksum(payload, end) != payload[end] { readings.warn("the checksum is wrong") }
    let at = Timestamp(seconds: Int64(try payload.uint32LE(at: 0, "4 bytes of time")))
    var values = Values()
    var offset = 4
    while offset < end {
      let id = payload[offset]
      guard let length = length(id) else {
        guard offset > 4 else {
          throw DecodeError(.malformedPayload, at: offset, expected: "an id of this meter")
        }
        readings.warn("unknown id \(id) at byte \(offset): the rest is left out")
        break
      }
      guard offset + 1 + length <= end else {
        throw DecodeError(.malformedPayload, at: offset + 1, expected: "\(length) bytes of id \(id)")
      }
      if length >= 4 {
        let low = try payload.int32LE(at: offset + 1, "a value")
        let high = length == 8 ? try payload.uint32LE(at: offset + 5, "a value") : 0
        values.take(id, low, high)
      }
      offset += 1 + length
    }
    values.append(at: at, to: &readings)
  }

  private static func length(_ id: UInt8) -> Int? {
    switch id {
    case 0x00...0x16, 0x1B...0x23, 0xF1, 0xF2, 0xF8...0xFE: 4
    case 0x17...0x19, 0xF0, 0xF7: 1
    case 0x1A, 0xF3...0xF6: 2
    case 0x24...0x2B: 8
    default: nil
    }
  }

  /// What one frame says, in the order in which its owner has set it up.
  private struct Values {
    private var meter = MainsMeter()
    /// What each tariff's counter shows, in Wh. It may come in kWh, in Wh and in 64 bits beside each other, of which the
    /// finest counts: the one in Wh begins anew after 4 GWh.
    private var tariffs: [(fineness: Int, energy: Double)] = [(0, 0), (0, 0)]

    private mutating func take(_ tariff: UInt8, _ energy: Double, fineness: Int) {
      if fineness >= tariffs[Int(tariff)].fineness { tariffs[Int(tariff)] = (fineness, energy) }
    }

    /// Takes a value of 4 bytes, or of 8 whose upper half is `high`; energies are unsigned.
    mutating func take(_ id: UInt8, _ value: Int, _ high: Int) {
      let count = Double(UInt32(truncatingIfNeeded: value))
      switch id {
      case 0x03, 0x04: take(id - 0x03, count, fineness: 2)
      case 0x0B: meter.setPower(Double(value))
      case 0x0C...0x0E: meter.addPower(Double(value))
      case 0x10...0x12: meter.addCurrent(Double(value) / 1000)
      case 0x14: meter.setVoltage(Double(value) / 10)
      case 0x1C, 0x1D: take(id - 0x1C, count * 1000, fineness: 1)
      case 0x24, 0x25: take(id - 0x24, count + Double(high) * 4_294_967_296, fineness: 3)
      default: return
      }
    }

    mutating func append(at: Timestamp, to readings: inout Readings) {
      for tariff in tariffs where tariff.fineness > 0 { meter.addEnergy(tariff.energy) }
      meter.append(at: at, to: &readings)
    }
  }

  /// CRC-8 with polynomial 07 over the first `count` bytes.
  private static func checksum(_ payload: Span<UInt8>, _ count: Int) -> UInt8 {
    var crc: UInt8 = 0
    for index in 0..<count {
      crc ^= payload[index]
      for _ in 0..<8 { crc = crc & 0x80 == 0 ? crc << 1 : crc << 1 ^ 0x07 }
    }
    return crc
  }
}
