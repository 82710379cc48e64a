import Model

/// NAS UM30xx: two pulse inputs, and a bus to a meter (M-Bus, L-Bus, Izar) or to other sensors.
///
/// Port 24 is a status, 25 a usage: alerts, in a status the device itself, how old the bus's values are, the pulse
/// inputs, the bus. An input says what it counts; of two that count the same the first is taken. Bare pulses need
/// `wh_per_pulse` or `litres_per_pulse`. Least significant byte first.
/// Source: NAS, "UM30xx: Communication Protocol" 4.0, and its published codec.
enum NASUM30xx: Codec {
  static let name = "nas-um30xx"
  static let vendor = "NAS"
  static let models = ["UM30xx"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [24, 25, 49, 50, 60, 61, 99]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let start = readings.items.count
    switch context.port {
    case 24 where payload[0] == 0x82: try append(payload, status: true, context, to: &readings)
    case 25 where payload[0] == 0x02: try append(payload, status: false, context, to: &readings)
    case 24, 25: throw DecodeError(.malformedPayload, at: 0, expected: "82 on port 24, 02 on port 25")
    case 49, 50, 60, 61, 99: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 24, 25, 49, 50, 60, 61 or 99")
    }
    readings.keepFirst(from: start)
  }

  private static func append(
    _ payload: Span<UInt8>, status: Bool, _ context: DecodeContext, to readings: inout Readings
  ) throws(DecodeError) {
    let at = context.receivedAt
    if status { try device.append(payload, at, to: &readings) }
    var offset = status ? 8 : 2
    let age = try age(payload.uint8(at: offset, "how old the values are"))
    let present = try payload.uint8(at: offset + 1, "which inputs are there")
    offset += 2
    for mask in [0x01, 0x02] where present & mask != 0 {
      try appendPulses(payload, &offset, context, to: &readings)
    }
    // Only a meter's bus has quantities of ours.
    guard present >> 2 & 0x0F == 8, let age else { return }
    let bus = try payload.uint8(at: offset, "the state of the bus")
    // Behind it perhaps state and serial number, and what meter it is: maker, version, medium.
    offset += 1 + (bus & 0x20 != 0 ? 5 : 0)
    var medium: UInt8?
    if bus & 0x40 != 0 {
      medium = UInt8(truncatingIfNeeded: try payload.uint8(at: offset + 3, "4 bytes on the meter"))
      offset += 4
    }
    try MBusRecords(payload, from: offset).append(medium: medium, at: at - .seconds(age * 60), to: &readings)
  }

  private static let device = [
    WireField(.batteryVoltage, .uint8, at: 3, per: 100, plus: 1.5), WireField(.temperature, .int8, at: 4),
  ]

  /// In minutes: each minute of an hour, then steps of a quarter of an hour, a day and a week; `nil` above a year.
  private static func age(_ code: Int) -> Int? {
    switch code {
    case ..<60: code
    case ..<156: (code - 60) * 15
    case ..<200: (code - 156) * 1440
    case ..<253: (code - 200) * 10_080
    default: nil
    }
  }

  private static func appendPulses(
    _ payload: Span<UInt8>, _ offset: inout Int, _ context: DecodeContext, to readings: inout Readings
  ) throws(DecodeError) {
    let bits = try payload.uint8(at: offset, "a pulse input")
    let count =
      try payload.uint32LE(at: offset + 1, "4 bytes of pulses") * [1, 10, 100, 1000][bits >> 2 & 0x03]
    offset += bits & 0x02 != 0 ? 9 : 5
    switch bits >> 4 {
    case 1:
      guard let pulses = PulseCount(context.parameters) else { return readings.warnOfPulses() }
      pulses.append(count, context.receivedAt, to: &readings)
    case 2: readings.append(.waterVolume, Double(count), at: context.receivedAt)
    case 3: readings.append(.energy, Double(count), at: context.receivedAt)
    // Triggers, litres of gas.
    default: return
    }
  }
}
