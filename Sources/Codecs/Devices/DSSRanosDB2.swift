import Model

/// DSS Ranos dB2: a class 1 sound level meter.
///
/// The upper two bits of the first byte are the kind: 1 is measurements with a description, 2 and 3 answers. Ten
/// bits of description, behind those for battery, location and two times, say which levels each sample has, in
/// ten bits each above 30 dB. Of several samples in a frame only the last is taken: the others' times are not
/// certain.
/// Source: DSS, payload description in akenza's device library.
enum DSSRanosDB2: Codec {
  static let name = "dss-ranos-db2"
  static let vendor = "DSS"
  static let models = ["Ranos dB2"]
  static let deviceClass = DeviceClass.noise
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch payload[0] >> 6 {
    case 1: try appendLast(payload, context.receivedAt, to: &readings)
    case 0: readings.warn("measurements without a description are left out")
    default: return
    }
  }

  /// What each of the ten levels is, the first one in the highest bit; `nil` for C-weighted ones and minima.
  private static let levels: [Quantity?] = [
    .noiseLA, nil, nil, nil, .noiseLAeq, nil, .noiseLAmax, nil, nil, nil,
  ]

  private static func appendLast(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let description = try payload.uint16BE(at: 0, "a description")
    var offset = 2
    if description & 0x2000 != 0 {
      try battery.append(payload, at: offset, at, to: &readings)
      offset += 1
    }
    if description & 0x1000 != 0 { offset += 8 }
    if description & 0x0800 != 0 { offset += 2 }
    if description & 0x0400 != 0 { offset += 2 }
    let present = levels.indices.filter { description >> (9 - $0) & 1 == 1 }
    guard !present.isEmpty else { return }
    let sampleBits = present.count * 10
    let samples = max(0, (payload.count - offset) * 8 / sampleBits)
    try payload.require((sampleBits + 7) / 8, at: offset, "a sample of \(sampleBits) bits")
    if samples > 1 { readings.warn("of \(samples) samples the last is taken") }
    for (index, level) in present.enumerated() {
      let bit = offset * 8 + (samples - 1) * sampleBits + index * 10
      guard let quantity = levels[level] else { continue }
      readings.append(quantity, Double(300 + (try payload.bits(10, at: bit, "a level"))) / 10, at: at)
    }
  }

  private static let battery = WireField(.batteryVoltage, .uint8, per: 10)
}
