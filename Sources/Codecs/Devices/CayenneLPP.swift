import Model

/// Cayenne Low Power Payload: records of channel, type and value, most significant byte first.
///
/// Types say what is measured, channels don't say where. The registry can: `channel_3=soil_temperature` makes the
/// value of channel 3 that quantity, in its own unit, and `channel_3=none` leaves it out. Types that stand for many
/// things (analog and digital values, percentages, voltages of a battery or of the mains) need it; without it only the
/// types of ``quantities`` count.
/// Source: myDevices, "Cayenne LPP"; ChirpStack and The Things Stack decode the same types; RAKwireless, "Standardized
/// LoRaWAN Packet Format", which adds to them.
enum CayenneLPP: Codec {
  static let name = "cayenne-lpp"
  static let vendor = "Cayenne"
  static let models = ["any device that speaks Cayenne LPP"]
  static let deviceClass = DeviceClass.environment
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    var offset = 0
    while offset < payload.count {
      try payload.require(2, at: offset, "a channel and a type")
      let (channel, type) = (payload[offset], payload[offset + 1])
      guard let layout = layouts[type] else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 1, expected: "a type of Cayenne LPP")
        }
        return readings.warn("unknown type \(type) at byte \(offset + 1): the rest is left out")
      }
      try payload.require(layout.length, at: offset + 2, "\(layout.length) bytes of type \(type)")
      let start = offset + 2
      offset = start + layout.length
      let name = context.parameters["channel_\(channel)"]
      if name == "none" { continue }
      if let quantity = name.flatMap({ Quantity(name: $0) }) ?? quantities[type] {
        let value = try layout.value(payload, at: start)
        readings.append(quantity, value, at: context.receivedAt)
      } else if layout.length <= 4 {
        readings.warn("channel \(channel) of type \(type) is left out: channel_\(channel) names no quantity")
      }
    }
  }

  /// What a value of a type looks like: its raw integer divided by `per`.
  private struct Layout: Sendable {
    var length: Int
    var isSigned = false
    var per = 1.0

    /// The value at `offset`; of locations and the like only the first bytes, which nobody asks for.
    func value(_ payload: Span<UInt8>, at offset: Int) throws(DecodeError) -> Double {
      let raw =
        switch (length, isSigned) {
        case (1, _): try payload.uint8(at: offset, "a value")
        case (2, false): try payload.uint16BE(at: offset, "a value")
        case (2, true): try payload.int16BE(at: offset, "a value")
        case (3, _): try payload.uint24BE(at: offset, "a value")
        default: try payload.uint32BE(at: offset, "a value")
        }
      return Double(raw) / per
    }
  }

  /// All types by number.
  private static let layouts: [UInt8: Layout] = [
    0: Layout(length: 1), 1: Layout(length: 1),
    2: Layout(length: 2, isSigned: true, per: 100), 3: Layout(length: 2, isSigned: true, per: 100),
    100: Layout(length: 4), 101: Layout(length: 2), 102: Layout(length: 1),
    103: Layout(length: 2, isSigned: true, per: 10), 104: Layout(length: 1, per: 2),
    112: Layout(length: 2, isSigned: true, per: 10),
    113: Layout(length: 6), 115: Layout(length: 2, per: 10), 116: Layout(length: 2, per: 100),
    117: Layout(length: 2, per: 1000), 118: Layout(length: 4), 120: Layout(length: 1),
    121: Layout(length: 2, isSigned: true), 125: Layout(length: 2), 128: Layout(length: 2),
    // Millimetres and watt hours, as they are.
    130: Layout(length: 4), 131: Layout(length: 4), 132: Layout(length: 2), 133: Layout(length: 4),
    134: Layout(length: 6), 135: Layout(length: 3), 136: Layout(length: 9), 137: Layout(length: 11),
    138: Layout(length: 2), 142: Layout(length: 1),
    // RAK's: moisture, wind, conductivity in µS/cm, acidity, sunshine.
    188: Layout(length: 2, per: 10), 190: Layout(length: 2, per: 100), 191: Layout(length: 2),
    192: Layout(length: 2), 193: Layout(length: 2, per: 100), 194: Layout(length: 2, per: 10),
    195: Layout(length: 2),
  ]

  /// What the types measure that stand for one thing only. Parts per million are those of CO2.
  private static let quantities: [UInt8: Quantity] = [
    101: .illuminance, 102: .occupied, 103: .temperature, 104: .humidity, 112: .humidity, 115: .pressure,
    117: .current, 125: .co2, 128: .power, 130: .distance, 131: .energy, 188: .soilMoisture,
  ]
}
