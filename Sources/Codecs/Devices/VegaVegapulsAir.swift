import Model

/// VEGA VEGAPULS Air: radar distance, for containers and tanks.
///
/// Packet id, NAMUR status, distance as a float, its unit, battery, then by id temperature (2 to 5), location (3
/// and 5) and device status (4 and 5), at last the angle. With a failure as its status a device doubts itself.
/// Source: VEGA, "VEGAPULS Air: LoRaWAN payload"; NAMUR NE 107.
enum VegaVegapulsAir: Codec {
  static let name = "vega-vegapuls-air"
  static let vendor = "VEGA"
  static let models = ["VEGAPULS Air 41", "VEGAPULS Air 42"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard payload[0] != dummy else { return }
    try payload.require(8, at: 0, "a packet of at least 8 bytes")
    if payload[6] != metres {
      readings.warn("the unit \(payload[6]) is not 45, metres: no distance")
    } else if payload[1] == failure {
      readings.warn("the device reports a failure: no distance")
    } else {
      try distance.append(payload, at: 2, context.receivedAt, to: &readings)
    }
    try battery.append(payload, at: 7, context.receivedAt, to: &readings)
    guard (2...5).contains(payload[0]) else { return }
    try temperature.append(payload, at: 8, context.receivedAt, to: &readings)
  }

  private static let dummy: UInt8 = 0xFE
  private static let metres: UInt8 = 45
  private static let failure: UInt8 = 4
  private static let distance = WireField(.distance, .float32BE, times: 1000)
  private static let battery = WireField(.battery, .uint8)
  private static let temperature = WireField(.temperature, .int16BE, per: 10)
}
