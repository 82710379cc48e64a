import Model

extension Milesight {
  /// What switches and sockets on the mains measure; the energy in Wh.
  static let mains: [Record] = mains(energy: .one(0x06, 0x83, .energy, .uint32LE))

  /// The same with another record for the energy.
  static func mains(energy: Record) -> [Record] {
    [
      .one(0x03, 0x74, .voltage, .uint16LE, per: 10),
      .one(0x04, 0x80, .power, .uint32LE),
      // In percent.
      .one(0x05, 0x81, .powerFactor, .uint8, per: 100),
      energy,
      // In milliamperes.
      .one(0x07, 0xC9, .current, .uint16LE, per: 1000),
      .one(0x87, 0xC9, .current, .uint16LE, per: 1000, length: 3),
      .skipped(0x88, 0x29, length: 1, "alarm"), .skipped(0x89, 0xDF, length: 1, "alarm"),
      .skipped(0xB3, 0x74, length: 1, "failed voltage"), .skipped(0xB4, 0x80, length: 1, "failed power"),
      .skipped(0xB5, 0x81, length: 1, "failed power factor"),
      .skipped(0xB6, 0x83, length: 1, "failed energy"),
      .skipped(0xB7, 0xC9, length: 1, "failed current"),
    ]
  }

  /// What a clamp or a socket sends that can't measure its temperature: FFFF failed, FFFD beyond its range.
  static let noClampTemperature = [-1, -3]
}

extension Milesight.Record {
  /// The energy that a clamp has counted, in steps of 10 Wh.
  static func energy(_ channel: UInt8) -> Self {
    let field = WireField(.energy, .uint32LE, times: 10)
    return several(channel, 0x63, length: 4, "energy", [field])
  }
}
