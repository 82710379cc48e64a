import Model

/// deZem HARVY2: currents of up to four conductors by clamps, and with its voltage adapter their power.
///
/// Port 10 is measurements, 30 counters of energy; 6 the measurements of the first firmware. Six bytes of flags say
/// which channels are there, from byte 10 on; least significant byte first. Input 4 is the voltage in the mode for
/// power. 31 is ampere hours, 99 a restart.
/// Source: deZem, payload description in Actility's device catalogue.
enum DezemHarvy2: Codec {
  static let name = "dezem-harvy2"
  static let vendor = "deZem"
  static let models = ["HARVY2"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [6, 10, 30, 31, 99]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 6: try appendFirstFirmware(payload, context.receivedAt, to: &readings)
    case 10: try appendMeasurements(payload, context.receivedAt, to: &readings)
    case 30: try appendCounters(payload, context.receivedAt, to: &readings)
    case 31, 99: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 6, 10, 30, 31 or 99")
    }
  }

  private static func appendMeasurements(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(10, at: 0, "a frame of at least 10 bytes")
    var offset = 10
    if payload[0] & 0x02 != 0 {
      let raw = try payload.uint8(at: offset, "a supply voltage")
      readings.append(.batteryVoltage, Double(raw * 75) / 10_000 + 1.8, at: at)
      offset += 1
    }
    if payload[0] & 0x04 != 0 {
      let raw = try payload.uint8(at: offset, "a temperature")
      readings.append(.temperature, Double(raw * 4 - 220) / 10, at: at)
      offset += 1
    }
    var currents: [Double?] = []
    var voltage: Double?
    for input in 0..<4 {
      let channel = try Channel(payload, flags: payload[2 + input], &offset)
      if channel.isVoltage {
        voltage = channel.scaled
        currents.append(nil)
      } else {
        currents.append(channel.scaled)
      }
    }
    var meter = MainsMeter()
    for current in currents { if let current { meter.addCurrent(current) } }
    if let voltage { meter.setVoltage(voltage) }
    if payload[1] & 0x01 != 0 {
      for input in 0..<3 {
        let factor = try payload.float16LE(at: offset + input * 2, "3 power factors")
        if let current = currents[input], let voltage { meter.addPower(current * voltage * factor) }
      }
    }
    meter.append(at: at, to: &readings)
  }

  /// One input of a frame: AC, DC, frequency and coefficient, each where its flag is set; a coefficient of 0 counts
  /// as 1.
  private struct Channel {
    /// In A or V; `nil` without a coefficient or without AC.
    var scaled: Double?
    var isVoltage: Bool

    init(_ payload: Span<UInt8>, flags: UInt8, _ offset: inout Int) throws(DecodeError) {
      isVoltage = flags & 0x10 != 0
      var raw: Double?
      if flags & 0x01 != 0 {
        raw = try payload.float16LE(at: offset, "an AC value")
        offset += 2
      }
      for mask: UInt8 in [0x02, 0x04] where flags & mask != 0 { offset += 2 }
      guard flags & 0x08 != 0 else { return }
      var coefficient = try payload.float16LE(at: offset, "a coefficient")
      if coefficient == 0 { coefficient = 1 }
      offset += 2
      // In thousands for voltages.
      scaled = raw.map { $0 * coefficient * (flags & 0x10 != 0 ? 1000 : 1) }
    }
  }

  /// Three bytes of flags, a clock, then for each input hundredths of a kWh and a power factor.
  private static func appendCounters(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(7, at: 0, "a frame of at least 7 bytes")
    var meter = MainsMeter()
    var offset = 7
    for input in 0..<3 {
      if payload[input] & 0x01 != 0 {
        meter.addEnergy(Double(try payload.int32LE(at: offset, "an energy")) * 10)
        offset += 4
      }
      if payload[input] & 0x02 != 0 { offset += 2 }
    }
    meter.append(at: at, to: &readings)
  }

  /// All channels at fixed places; clamps with 20 raw steps to the ampere.
  private static func appendFirstFirmware(
    _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(35, at: 0, "a frame of 35 bytes")
    try firstFirmware.append(payload, at, to: &readings)
    let voltage = Double(try payload.uint16LE(at: 30, "a voltage")) / 10
    var meter = MainsMeter()
    if voltage > 0 { meter.setVoltage(voltage) }
    // Without a voltage adapter input 4 is a current too.
    for input in 0..<(voltage > 0 ? 3 : 4) {
      let current = Double(try payload.uint16LE(at: 6 + input * 2, "a current")) / 20
      meter.addCurrent(current)
      guard voltage > 0 else { continue }
      let factor = Double(try payload.int8(at: 32 + input, "a power factor")) / 100
      meter.addPower(current * voltage * factor)
    }
    meter.append(at: at, to: &readings)
  }

  private static let firstFirmware = [
    WireField(.batteryVoltage, .uint16LE, at: 2, per: 1000),
    WireField(.temperature, .int16LE, at: 4, per: 10),
  ]
}
