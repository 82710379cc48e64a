import Model

extension Milesight {
  /// What switches and sockets on the mains measure.
  static let mains: [Record] = [
    .one(0x03, 0x74, .voltage, .uint16, scale: 0.1),
    .one(0x04, 0x80, .power, .uint32),
    // In percent.
    .one(0x05, 0x81, .powerFactor, .uint8, scale: 0.01),
    .one(0x06, 0x83, .energy, .uint32),
    // In milliamperes.
    .one(0x07, 0xC9, .current, .uint16, scale: 0.001),
  ]
}
