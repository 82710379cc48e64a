import Model

/// The status frame of a NAS UL20xx.
struct NASLampStatus {
  private var temperature = 0
  /// The brightest level of all drivers in percent; `nil` when none is known.
  private var dimLevel: Int?
  /// `nil` when no driver could be asked.
  private var isLampOn: Bool?
  /// `nil` when the frame does not say.
  private var hasLampFault: Bool?
  private var illuminance: Double?
  /// Without a connection to the drivers their status bits say nothing.
  private var hasDriverConnection = true

  /// Appends what the frame measures.
  func append(at: Timestamp, to readings: inout Readings) {
    readings.append(.temperature, Double(temperature), at: at)
    if let dimLevel { readings.append(.dimLevel, Double(dimLevel), at: at) }
    if let isLampOn { readings.append(.lampOn, isLampOn ? 1 : 0, at: at) }
    if let hasLampFault { readings.append(.lampFault, hasLampFault ? 1 : 0, at: at) }
    if let illuminance { readings.append(.illuminance, illuminance, at: at) }
  }

  // MARK: Firmware 1.0, port 24

  /// Clock, status bits, downlink RSSI and SNR, temperature, more bits, an LDR level if a bit says so, then
  /// the active profiles.
  init(firmware1_0 payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(9, at: 0, "a status of at least 9 bytes")
    takeStatus(payload[4])
    temperature = try payload.int8(at: 7, "a temperature")
    let bits = payload[8]
    hasLampFault = bits & 0x20 != 0
    var offset = bits & 0x02 != 0 ? 10 : 9
    try payload.require(offset - 9, at: 9, "a 1-byte LDR level")
    while offset < payload.count {
      // Id, version, address, weekdays, level.
      try payload.require(5, at: offset, "a profile of 5 bytes")
      takeLevel(payload[offset + 4])
      offset += 5
    }
  }

  // MARK: Firmware 1.1, port 23

  /// As 1.0 behind a header: 1 from firmware 1.1.4 on, with a block of sensors, else 0.
  init(firmware1_1 payload: Span<UInt8>) throws(DecodeError) {
    try payload.require(10, at: 0, "a status of at least 10 bytes")
    guard payload[0] <= 1 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "the header 0 or 1 of a status frame")
    }
    takeStatus(payload[5])
    var offset: Int
    if payload[0] == 0 {
      temperature = try payload.int8(at: 8, "a temperature")
      let bits = payload[9]
      offset = bits & 0x02 != 0 ? 11 : 10
      if bits & 0x10 != 0 { try takeAlerts(payload, &offset) }
    } else {
      temperature = try payload.int8(at: 9, "a temperature")
      offset = 10
      try takeAlerts(payload, &offset)
      try takeSensors(payload, &offset)
    }
    try payload.require(0, at: offset, "a 1-byte LDR level")
    while offset < payload.count {
      // Address, reason, level, DALI status.
      try payload.require(4, at: offset, "a dimming source of 4 bytes")
      takeLevel(payload[offset + 2])
      takeDriver(reason: payload[offset + 1], status: payload[offset + 3])
      offset += 4
    }
  }

  private mutating func takeStatus(_ bits: UInt8) { hasDriverConnection = bits & 0x02 == 0 }

  private mutating func takeAlerts(_ payload: Span<UInt8>, _ offset: inout Int) throws(DecodeError) {
    hasLampFault = try payload.uint8(at: offset, "a byte of alerts") & 0x20 != 0
    offset += 1
  }

  private mutating func takeSensors(_ payload: Span<UInt8>, _ offset: inout Int) throws(DecodeError) {
    let length = try payload.uint8(at: offset, "the length of the sensor block")
    offset += 1
    try payload.require(length, at: offset, "a sensor block of \(length) bytes")
    let end = offset + length
    sensors: while offset < end {
      switch payload[offset] {
      // LDR, digital input, tilt in degrees.
      case 0x01, 0x04, 0x08: offset += 2
      case 0x02, 0x03:
        let raw = try payload.uint16LE(at: offset + 1, "a 2-byte light level")
        if raw != 0xFFFF { illuminance = Self.lux(raw & 0x7FFF) }
        offset += 3
      // A sensor of newer firmware: the block's length leads past it.
      default: break sensors
      }
    }
    guard offset <= end else {
      throw DecodeError(.malformedPayload, at: end, expected: "sensors that fill their block")
    }
    offset = end
  }

  /// 10 to the power of `raw` / 4000, in millilux.
  private static func lux(_ raw: Int) -> Double {
    var (power, factor, exponent) = (0.001, 1.0005758119898609, raw)
    while exponent > 0 {
      if exponent & 1 == 1 { power *= factor }
      factor *= factor
      exponent >>= 1
    }
    return power
  }

  /// 255 is "not available" or "as before".
  private mutating func takeLevel(_ level: UInt8) {
    if level <= 100 { dimLevel = max(dimLevel ?? 0, Int(level)) }
  }

  /// DALI status (IEC 62386-102): bit 0 gear failure, 1 lamp failure, 2 lamp on; all bits set when the
  /// driver has no power, behind a relay that is off.
  private mutating func takeDriver(reason: UInt8, status: UInt8) {
    guard status != 0xFF else {
      if reason == Self.relayOff { isLampOn = isLampOn ?? false }
      return
    }
    guard hasDriverConnection else { return }
    isLampOn = (isLampOn ?? false) || status & 0x04 != 0
    hasLampFault = (hasLampFault ?? false) || status & 0x03 != 0
  }

  private static let relayOff: UInt8 = 245
}
