import Model

/// Browan MerryIoT CD10: CO2, temperature and humidity of a room.
///
/// Source: Browan MerryIoT CO2 detection reference manual.
enum BrowanCD10: Codec {
  static let name = "browan-merryiot-cd10"
  static let vendor = Browan.vendor
  static let models = ["MerryIoT CD10"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = [127]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Browan.require(port: 127, context)
    try payload.require(6, at: 0, "a frame of 6 bytes")
    try Browan.appendBattery(payload, above: 2.1, context.receivedAt, to: &readings)
    try fields.append(payload, context.receivedAt, to: &readings)
  }

  private static let fields = [
    WireField(.temperature, .int8, at: 2, missing: [0x7F]),
    WireField(.humidity, .uint8, at: 3, missing: [0x7F, 0xFF]),
    WireField(.co2, .uint16LE, at: 4, missing: [0xFFFF]),
  ]
}
