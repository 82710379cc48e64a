import Model

/// The layout of Yobiiq's meters: records of channel, type and value, most significant byte first.
///
/// Ports 1 to 10 are measurements, 11 changes of relays and alarms, 50 versions, 60 events. A payload of one
/// byte is the answer to a downlink, on any port. Channel 0B is the reader's own: its type 0A is an error code of
/// one byte, where that of the meter is a counter. A record of type 3 is the time of the data logger, which
/// then is the time of what follows.
/// Source: Yobiiq EM2101 and EM4301 payload descriptions, and its published codecs.
enum Yobiiq {
  static let vendor = "Yobiiq"
  static let ports: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 50, 60]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard ports.contains(context.port) else {
      throw DecodeError(.wrongPort, at: 0, expected: "port 1 to 11, 50 or 60")
    }
    guard context.port <= 10, payload.count > 1 else { return }
    var meter = MainsMeter()
    var at = context.receivedAt
    var offset = 0
    while offset < payload.count {
      let type = UInt8(truncatingIfNeeded: try payload.uint8(at: offset + 1, "a type"))
      guard let length = length(payload[offset], type) else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 1, expected: "a type of this meter")
        }
        readings.warn("unknown type \(type) at byte \(offset + 1): the rest is left out")
        break
      }
      try payload.require(length, at: offset + 2, "\(length) bytes of type \(type)")
      if type == 0x03 { at = Timestamp(seconds: Int64(try payload.uint32BE(at: offset + 2, "a time"))) }
      if 0x1D...0x1F ~= type {
        meter.addPowerFactor(Double(try payload.int8(at: offset + 2, "a power factor")) / 100)
      }
      if length == 4 { take(type, try payload.int32BE(at: offset + 2, "a value"), into: &meter) }
      offset += 2 + length
    }
    meter.append(at: at, to: &readings)
  }

  private static func length(_ channel: UInt8, _ type: UInt8) -> Int? {
    switch (channel, type) {
    case (0x0B, 0x0A): 1
    case (_, 0x00...0x1C), (_, 0x24...0x2B): 4
    case (_, 0x1D...0x1F): 1
    case (_, 0x20...0x23), (_, 0xF0...0xF2): 2
    default: nil
    }
  }

  /// Energies are unsigned. The system's power (24) is left out: published examples have it in kW and in W.
  private static func take(_ type: UInt8, _ value: Int, into meter: inout MainsMeter) {
    switch type {
    case 0x04, 0x05: meter.addEnergy(Double(UInt32(truncatingIfNeeded: value)))
    case 0x0C: meter.setVoltage(Double(value) / 10)
    case 0x10...0x12: meter.addCurrent(Double(value) / 1000)
    case 0x13: meter.setPower(Double(value))
    case 0x14...0x16: meter.addPower(Double(value))
    default: return
    }
  }
}
