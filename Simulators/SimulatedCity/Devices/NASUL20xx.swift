import Model

/// NAS UL20xx luminaire controller with one DALI driver, firmware 1.1: a status and a usage frame.
///
/// All little-endian, bit fields from the least significant bit.
/// - Port 23, status: 01, the device's clock (u32, Unix), status bits (bit 7 relay closed), more status
///   bits, downlink RSSI (-dBm), downlink SNR (dB, signed), temperature (°C, signed), alert bits of the last
///   24 hours (bit 5 lamp), length of the sensor block, then for each driver: address, reason, dimming
///   level (%), DALI status bits (bit 1 lamp failure, bit 2 lamp on).
/// - Port 26, usage: 00, then for each source: address, mask of what follows: energy (u32, Wh), power
///   (u16, W), two fields of the load side, power factor (u8, 0.01), mains voltage (u8, V), operating time
///   of the driver and time with the lamp on (u32, s).
enum NASUL20xx: DeviceEncoder {
  static let codec = "nas-ul20xx"
  static let quantities: [Quantity] = [
    .lampOn, .lampFault, .dimLevel, .power, .energy, .burnTime, .voltage, .powerFactor, .temperature,
  ]

  /// DALI short address 1.
  private static let driver: UInt8 = 0x02
  /// Dimmed by the calendar's day and night.
  private static let calendarDay: UInt8 = 0x21
  private static let calendarNight: UInt8 = 0x22

  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame] {
    let status = Frame(port: 23, payload: status(measurements, clock))
    switch occasion {
    case .change: return [status]
    case .interval: return [status, Frame(port: 26, payload: usage(measurements))]
    }
  }

  private static func status(_ measurements: Measurements, _ clock: Timestamp) -> [UInt8] {
    let isOn = measurements[.lampOn] == 1
    let hasFault = measurements[.lampFault] == 1
    let level = UInt8(nearest: measurements[.dimLevel] ?? 255)
    let temperature = Int8(nearest: measurements[.temperature] ?? 0)
    var payload: [UInt8] = [0x01]
    payload += UInt32(nearest: clock.secondsSinceEpoch.rounded(.down)).littleEndianBytes
    payload += [level > 0 ? 0x80 : 0x00, 0x00]
    payload += [92, 7, UInt8(bitPattern: temperature)]
    payload += [hasFault ? 0x20 : 0x00, 0]
    payload += [driver, level > 0 ? calendarNight : calendarDay, level]
    payload.append((hasFault ? 0x02 : 0) | (isOn ? 0x04 : 0))
    return payload
  }

  private static func usage(_ measurements: Measurements) -> [UInt8] {
    var mask: UInt8 = 0
    var fields: [UInt8] = []
    func append(_ bit: Int, _ quantity: Quantity, _ encode: (Double) -> [UInt8]) {
      guard let value = measurements[quantity] else { return }
      mask |= 1 << bit
      fields += encode(value)
    }
    append(0, .energy) { UInt32(nearest: $0).littleEndianBytes }
    append(1, .power) { UInt16(nearest: $0).littleEndianBytes }
    append(4, .powerFactor) { UInt8(nearest: $0 * 100).littleEndianBytes }
    append(5, .voltage) { UInt8(nearest: $0).littleEndianBytes }
    append(7, .burnTime) { UInt32(nearest: $0 * 3600).littleEndianBytes }
    return [0x00, driver, mask] + fields
  }
}
