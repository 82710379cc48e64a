import Model

/// Yobiiq iQ DSMR: reads a smart meter by its P1 port.
///
/// Records of channel, type and value, most significant byte first. The types of channel 1 are others than those of
/// channel DD, beside whose records stands the device's time on channel FF. On channel 1 types 01, 11 and FE are the
/// time of the telegram; on DD only the device's time counts, because the telegram's is that of a local clock.
/// Ports 1 to 10 are measurements; 11 alarms, 20 stored measurements, 50 to 100 settings.
/// Source: Yobiiq, iQ DSMR payload description, and its published codecs.
enum YobiiqDSMR: Codec {
  static let name = "yobiiq-dsmr"
  static let vendor = Yobiiq.vendor
  static let models = ["DSMR"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = Array(1...11) + [20] + Array(50...100)

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    // Port 0 is for MAC commands.
    guard context.port != 0 else { return }
    guard ports.contains(context.port) else {
      throw DecodeError(.wrongPort, at: 0, expected: "port 1 to 11, 20 or 50 to 100")
    }
    guard context.port != 20 else { return readings.warn("stored measurements are left out") }
    guard context.port <= 10, payload.count > 1 else { return }
    var telegram = Telegram(at: context.receivedAt)
    var offset = 0
    while offset < payload.count {
      let isChannel1 = payload[offset] == 1
      guard isChannel1 || payload[offset] == 0xDD || payload[offset] == 0xFF else {
        throw DecodeError(.malformedPayload, at: offset, expected: "channel 1, DD or FF")
      }
      let type = UInt8(truncatingIfNeeded: try payload.uint8(at: offset + 1, "a type"))
      let isLog = type == (isChannel1 ? failureLogOnChannel1 : failureLog)
      var length = isChannel1 ? lengthOnChannel1(type) : lengthOnChannelDD(type)
      if isLog {
        let expected = "a number of failures"
        let count =
          isChannel1
          ? try payload.uint32LE(at: offset + 2, expected) : try payload.uint32BE(at: offset + 2, expected)
        length = 4 + 8 * count
      } else if isChannel1, identifiers.contains(type) {
        // As text, up to the next record.
        length = ((offset + 2)..<payload.count).first { payload[$0] == 1 }.map { $0 - offset - 2 }
      }
      guard let length else {
        readings.warn("type \(type) at byte \(offset + 1) has no known length: the rest is left out")
        break
      }
      // Of channel 1 one published decoder alone says how the number is written.
      if isLog, isChannel1, length > payload.count - offset - 2 {
        readings.warn("the log at byte \(offset) is cut off: the rest is left out")
        break
      }
      try payload.require(length, at: offset + 2, "\(length) bytes of type \(type)")
      let value = try payload.intBE(min(length, 4), at: offset + 2, "a value")
      if isChannel1 {
        telegram.takeFromChannel1(type, value)
      } else {
        telegram.takeFromChannelDD(type, value)
      }
      offset += 2 + length
    }
    telegram.append(to: &readings)
  }

  /// The failures of the mains: their number (4), then time and duration of each.
  private static let failureLog: UInt8 = 0x18
  /// The same; the number has its least significant byte first.
  private static let failureLogOnChannel1: UInt8 = 0x1E
  private static let identifiers: [UInt8] = [0x12, 0x32, 0x35, 0x38, 0x3B]

  private static func lengthOnChannelDD(_ type: UInt8) -> Int? {
    switch type {
    case 0x72, 0x82: 1
    case 0x00, 0x0E, 0x46, 0x56, 0x66, 0x71, 0x76, 0x81: 2
    case 0x02, 0x06, 0x08, 0x0A, 0x0C, 0x10, 0x12, 0x14, 0x1A, 0x1C, 0xD1, 0xD2, 0xFE: 4
    case 0x1E...0x24, 0x26, 0x28, 0x2A, 0x2C, 0x2E, 0x30, 0x32...0x34: 4
    // What another meter shows: time and counter.
    case 0x50, 0x60, 0x70, 0x80: 8
    default: nil
    }
  }

  /// `nil` for what has any length, or an unknown one.
  private static func lengthOnChannel1(_ type: UInt8) -> Int? {
    switch type {
    case 0x12, 0x1E, 0x32, 0x35, 0x38, 0x3B, 0x65...0x67: nil
    case 0x10, 0x19, 0x31, 0x34, 0x37, 0x3A, 0x69, 0x6A, 0x6D, 0x7A, 0x82, 0xA5, 0xB6: 2
    case 0x33, 0x36, 0x39, 0x3C: 8
    case 0xDD: 16
    case 0x45...0x47, 0x4E...0x51, 0x64, 0x6B, 0x6C, 0x78, 0x7B, 0x83, 0x96, 0x9D...0xA1, 0xA3, 0xA4, 0xA6,
      0xA7:
      1
    case 0xB0...0xB2, 0xB4, 0xB5, 0xB7, 0xDE: 1
    case 0x01, 0x11, 0x13...0x18, 0x1A...0x1D, 0x1F...0x30, 0x3D...0x44, 0x48...0x4D, 0x68, 0x79, 0xB3, 0xD1,
      0xD2,
      0xFE:
      4
    default: nil
    }
  }

  /// What one telegram of the meter says.
  private struct Telegram {
    private var at: Timestamp
    private var total: Double?
    private var tariffs: Double?
    private var power: Double?
    private var temperature: Double?
    private var humidity: Double?
    private var meter = MainsMeter()

    init(at: Timestamp) { self.at = at }

    mutating func takeFromChannel1(_ type: UInt8, _ value: Int) {
      switch type {
      case 0x01, 0x11, 0xFE: at = Timestamp(seconds: Int64(UInt32(truncatingIfNeeded: value)))
      case 0x13: total = Double(UInt32(truncatingIfNeeded: value))
      case 0x14, 0x15: tariffs = (tariffs ?? 0) + Double(UInt32(truncatingIfNeeded: value))
      // What a building gives back counts against what it takes.
      case 0x1A: power = (power ?? 0) + Double(value)
      case 0x1B: power = (power ?? 0) - Double(value)
      case 0x25: meter.setVoltage(Double(value) / 10)
      case 0x28...0x2A: meter.addCurrent(Double(value))
      case 0x2B...0x2D: meter.addPower(Double(value))
      case 0x2E...0x30: meter.addPower(-Double(value))
      case 0x82: temperature = Double(value) / 100
      case 0x83: humidity = Double(value)
      default: return
      }
    }

    mutating func takeFromChannelDD(_ type: UInt8, _ value: Int) {
      switch type {
      case 0xFE: at = Timestamp(seconds: Int64(UInt32(truncatingIfNeeded: value)))
      case 0x06, 0x08: tariffs = (tariffs ?? 0) + Double(UInt32(truncatingIfNeeded: value))
      case 0x10: power = (power ?? 0) + Double(value)
      case 0x12: power = (power ?? 0) - Double(value)
      case 0x22: meter.setVoltage(Double(value) / 10)
      case 0x26, 0x28, 0x2A: meter.addCurrent(Double(value))
      case 0x2C, 0x2E, 0x30: meter.addPower(Double(value))
      case 0x32...0x34: meter.addPower(-Double(value))
      // Around the device; 71 and 72 are within it.
      case 0x81: temperature = Double(value) / 100
      case 0x82: humidity = Double(value)
      default: return
      }
    }

    mutating func append(to readings: inout Readings) {
      if let energy = total ?? tariffs { meter.addEnergy(energy) }
      if let power { meter.setPower(power) }
      meter.append(at: at, to: &readings)
      if let temperature { readings.append(.temperature, temperature, at: at) }
      if let humidity { readings.append(.humidity, humidity, at: at) }
    }
  }
}
