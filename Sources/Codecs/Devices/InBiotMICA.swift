import Model

/// inBiot MICA: the air in a room.
///
/// Frames of kind 1 are measurements, 0 settings and 2 versions. MINI has no sensor for particulate matter.
/// Compounds and gases come in ppb, from which no mass concentration follows, and wait for a sensor to heat up:
/// they are left out, and so is the noise, whose weighting is not published.
/// Source: inBiot, payload description in Actility's device catalogue.
enum InBiotMICA: Codec {
  static let name = "inbiot-mica"
  static let vendor = "inBiot"
  static let models = ["MICA", "MICA MINI", "MICA PLUS", "MICA WELL"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch payload[0] {
    case 0, 2: return
    case 1: try climate.append(payload, context.receivedAt, to: &readings)
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a frame of kind 0, 1 or 2")
    }
    try payload.require(31, at: 0, "a frame of at least 31 bytes")
    let isMini = (0..<4).allSatisfy { payload[27 + $0] == mini[$0] }
    if !isMini { try particles.append(payload, context.receivedAt, to: &readings) }
  }

  private static let mini = Array("MINI".utf8)
  private static let climate = [
    // FFFF while it heats up.
    WireField(.temperature, .int16BE, at: 1, per: 10, missing: [-1]),
    WireField(.humidity, .uint16BE, at: 3, per: 10, missing: [0xFFFF]),
    WireField(.co2, .uint16BE, at: 5, missing: [0xFFFF]),
  ]
  private static let particles = [
    WireField(.pm25, .uint16BE, at: 13, missing: [0xFFFF]),
    WireField(.pm10, .uint16BE, at: 17, missing: [0xFFFF]),
  ]
}
