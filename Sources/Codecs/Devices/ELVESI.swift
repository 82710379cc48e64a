import Model

/// ELV-LW-ESI: reads a meter through its pulses or its infrared port.
///
/// The length of what stands before the blocks, reason, supply voltage in mV (2), then blocks. Of id 1: direction, unit,
/// counter (5), sign and unit of the power, power (4), least significant byte first. Of id 2: three values that adjust
/// the infrared port. What is delivered to the grid is no consumption.
/// Source: ELV, "ELV-LW-ESI: Payload".
enum ELVESI: Codec {
  static let name = "elv-lw-esi"
  static let vendor = "ELV"
  static let models = ["ELV-LW-ESI"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [10]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 10 else { throw DecodeError(.wrongPort, at: 0, expected: "port 10") }
    try supply.append(payload, at: 2, context.receivedAt, to: &readings)
    var offset = 1 + Int(payload[0])
    guard offset >= 4 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "at least 3 bytes before the blocks")
    }
    while offset < payload.count {
      switch payload[offset] {
      case 1:
        try payload.require(13, at: offset, "a block of 13 bytes")
        try append(payload, at: offset, context.receivedAt, to: &readings)
        offset += 13
      case 2:
        try payload.require(7, at: offset, "a block of 7 bytes")
        offset += 7
      default: throw DecodeError(.malformedPayload, at: offset, expected: "a block of id 1 or 2")
      }
    }
  }

  private static let supply = WireField(.batteryVoltage, .uint16BE, per: 1000)
  private static let consumption: UInt8 = 1

  private static func append(
    _ payload: Span<UInt8>, at offset: Int, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let counter =
      Double(try payload.uint32LE(at: offset + 3, "a counter"))
      + Double(payload[offset + 7]) * 4_294_967_296
    // Ten thousandths of Wh, kWh or m³.
    switch payload[offset + 2] & 0x03 {
    case 0 where payload[offset + 1] == consumption: readings.append(.energy, counter / 10_000, at: at)
    case 1 where payload[offset + 1] == consumption: readings.append(.energy, counter / 10, at: at)
    default: break
    }
    // Hundredths of W, kW or m³/h; bit 2: negative.
    let flags = payload[offset + 8]
    let hundredths = Double(try payload.uint32LE(at: offset + 9, "a power")) * (flags & 0x04 == 0 ? 1 : -1)
    switch flags & 0x03 {
    case 0: readings.append(.power, hundredths / 100, at: at)
    case 1: readings.append(.power, hundredths * 10, at: at)
    default: break
    }
  }
}
