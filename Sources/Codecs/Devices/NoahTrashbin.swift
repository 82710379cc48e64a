import Model

/// Noah Trashbin Sensor: how full a bin is.
///
/// Temperature and level are floats of two bytes, least significant byte first: a sign, four bits of exponent, eleven
/// of fraction; times 100. The scale of the voltage is not published.
/// Source: Noah, decoder in The Things Network's device repository; MCCI, "sflt16".
enum NoahTrashbin: Codec {
  static let name = "noah-trashbin"
  static let vendor = "Noah"
  static let models = ["Trashbin Sensor"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(6, at: 0, "a frame of 6 bytes")
    let temperature = try value(payload, at: 0)
    let level = try value(payload, at: 4)
    readings.append(.temperature, temperature, at: context.receivedAt)
    readings.append(.fillLevel, level, at: context.receivedAt)
  }

  private static func value(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) -> Double {
    let raw = try payload.uint16LE(at: offset, "a float of 2 bytes")
    let fraction = Double(raw & 0x7FF) / 2048
    let magnitude = fraction / Double(1 << (15 - (raw >> 11 & 0x0F))) * 100
    return raw & 0x8000 == 0 ? magnitude : -magnitude
  }
}
