import Model

/// Alpha-Omega KLAX: reads an electricity meter by its optical port, or a Modbus device.
///
/// Two bytes of header with the battery, which every frame has; on port 3 then the part and the blocks of a
/// message. Registers hold four values each, the newest first; the others' times follow from the interval, which
/// only settings say: `interval_minutes` in the registry, without it they are left out.
///
/// A meter has several registers in Wh, and only its settings say which is which: the first one of a message is
/// the energy, or the one of `energy_register` (1 to 4). Modbus registers have no unit and are left out.
/// Source: Alpha-Omega Technology, "KLAX LoRaWAN payload", and its published decoder.
enum KLAX: Codec {
  static let name = "klax"
  static let vendor = "Alpha-Omega Technology"
  static let models = ["KLAX", "KLAX 2"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [3, 100, 101, 103, 104, 105]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard ports.contains(context.port) else {
      throw DecodeError(.wrongPort, at: 0, expected: "port 3, 100, 101 or 103 to 105")
    }
    try payload.require(4, at: 0, "a frame of at least 4 bytes")
    let version = payload[0] >> 2
    let battery = version == 0 ? Int(payload[1] & 0x0F) * 10 : Int(payload[1] & 0x07) * 20
    if battery <= 100 { readings.append(.battery, Double(battery), at: context.receivedAt) }
    guard context.port == 3 else { return }
    var meter = KLAXMeter(context, isFirstPart: payload[3] >> 4 <= 1)
    var offset = 4
    while offset < payload.count {
      guard let length = length(payload[offset], version) else {
        readings.warn("unknown block \(payload[offset]) at byte \(offset): the rest is left out")
        break
      }
      try payload.require(length, at: offset + 1, "a block of \(length) bytes")
      switch (payload[offset], version) {
      case (1, 0): try meter.takeRegisterPair(payload, at: offset + 1)
      case (1, _): try meter.takeRegister(payload, at: offset + 1)
      case (2, _): try meter.takePresent(payload, at: offset + 1, isFloat: version > 0)
      case (4...6, _): readings.warn("Modbus registers have no unit: left out")
      default: break
      }
      offset += 1 + length
    }
    meter.append(to: &readings)
  }

  /// The length of a block by its id.
  private static func length(_ id: UInt8, _ version: UInt8) -> Int? {
    switch id {
    case 1: version == 0 ? 34 : 18
    case 2: 19
    case 3, 4: 10
    case 5: 18
    case 6: 34
    case 7: 1
    case 8: 4
    default: nil
    }
  }
}
