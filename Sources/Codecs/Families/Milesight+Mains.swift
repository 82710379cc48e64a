import Model

extension Milesight {
  /// What switches and sockets on the mains measure.
  static let mains: [Record] = [
    .one(0x03, 0x74, .voltage, .uint16LE, per: 10),
    .one(0x04, 0x80, .power, .uint32LE),
    // In percent.
    .one(0x05, 0x81, .powerFactor, .uint8, per: 100),
    .one(0x06, 0x83, .energy, .uint32LE),
    // In milliamperes.
    .one(0x07, 0xC9, .current, .uint16LE, per: 1000),
  ]
}
