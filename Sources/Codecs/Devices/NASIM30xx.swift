import Model

/// NAS IM30xx: sits in a Kamstrup heat meter and sends its registers.
///
/// Port 24 is a status with the device's clock, 25 a usage; then registers of an id and four bytes, least significant
/// first. The heat that is counted (id 2, in kWh) and the thermal power (20 hex, in kW) are ours; temperatures of the
/// pipes and the volume that circulates are not. A time of metering other than "live" is one of the day, whose day is
/// not sent: such values are left out.
/// Source: NAS, "IM30xx: Communication Protocol" 0.9, and its published codec.
enum NASIM30xx: Codec {
  static let name = "nas-im30xx"
  static let vendor = "NAS"
  static let models = ["IM30xx"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [24, 25, 50, 51, 60, 99]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 24:
      try payload.require(7, at: 0, "a status of at least 7 bytes")
      guard payload[0] == live else { return readings.warn("values of another time of the day are left out") }
      let at = Timestamp(seconds: Int64(try payload.uint32LE(at: 1, "4 bytes of time")))
      try appendRegisters(payload, from: 7, at, to: &readings)
    case 25:
      try payload.require(2, at: 0, "a usage of at least 2 bytes")
      // 2 is pulses, whose meaning only the meter's settings say.
      guard payload[0] == 0 else { return }
      guard payload[1] == live else { return readings.warn("values of another time of the day are left out") }
      try appendRegisters(payload, from: 2, context.receivedAt, to: &readings)
    case 50, 51, 60, 99: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 24, 25, 50, 51, 60 or 99")
    }
  }

  private static let live: UInt8 = 0xFF

  private static func appendRegisters(
    _ payload: Span<UInt8>, from start: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    for offset in stride(from: start, to: payload.count, by: 5) {
      try payload.require(5, at: offset, "a register of 5 bytes")
      switch payload[offset] {
      case 2: readings.append(.energy, try payload.float32LE(at: offset + 1, "an energy") * 1000, at: at)
      case 32: readings.append(.power, try payload.float32LE(at: offset + 1, "a power") * 1000, at: at)
      default: continue
      }
    }
  }
}
