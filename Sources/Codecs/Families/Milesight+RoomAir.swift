import Model

extension Milesight {
  /// The records of the AM300 series; the models differ in what they have of it, and in the history.
  ///
  /// - Light is a level from 0 to 5, not lux.
  /// - Volatile compounds of type 7D are an index, divided by 100 or not, or ppb: published sources disagree
  ///   for the same bytes, so they are left out. Type E6 is in µg/m³.
  /// - Formaldehyde is none of our quantities, and ozone in the same place comes in ppm.
  static func roomAir(historyLength: Int) -> [Record] {
    [
      .battery, .temperature(0x03), .humidity(0x04),
      .one(0x05, 0x00, .motion, .uint8),
      .skipped(0x06, 0xCB, length: 1, "light level"),
      .one(0x06, 0x94, .illuminance, .uint32LE),
      .co2(0x07),
      .skipped(0x08, 0x7D, length: 2, "TVOC"),
      .one(0x08, 0xE6, .tvoc, .uint16LE),
      .pressure(0x09),
      .skipped(0x0A, 0x7D, length: 2, "formaldehyde or ozone"),
      .one(0x0B, 0x7D, .pm25, .uint16LE),
      .one(0x0C, 0x7D, .pm10, .uint16LE),
      .skipped(0x0D, 0x7D, length: 2, "ozone"),
      .skipped(0x0E, 0x01, length: 1, "buzzer state"),
      .history(0x20, length: historyLength, history(historyLength, hasMassTVOC: false)),
      .history(0x21, length: historyLength, history(historyLength, hasMassTVOC: true)),
    ]
  }

  /// Time, temperature, humidity (2 bytes here), PIR, light level, CO2, TVOC, pressure, then PM2.5 and PM10
  /// where the model measures them.
  private static func history(_ length: Int, hasMassTVOC: Bool, hasPM10: Bool = true) -> [WireField] {
    var fields: [WireField] = [
      WireField(.temperature, .int16LE, at: 4, per: 10), WireField(.humidity, .uint16LE, at: 6, per: 2),
      WireField(.motion, .uint8, at: 8),
      WireField(.co2, .uint16LE, at: 10), WireField(.pressure, .uint16LE, at: 14, per: 10),
    ]
    if hasMassTVOC { fields.append(WireField(.tvoc, .uint16LE, at: 12)) }
    if length >= 20 {
      fields.append(WireField(.pm25, .uint16LE, at: 16))
      if hasPM10 { fields.append(WireField(.pm10, .uint16LE, at: 18)) }
    }
    return fields
  }

  /// What the WELL edition of the AM319-HCHO has besides: formaldehyde, in the history in the place of PM10.
  static let wellAir: [Record] = [
    .skipped(0x0F, 0x7D, length: 2, "formaldehyde"),
    .history(0x22, length: 20, history(20, hasMassTVOC: false, hasPM10: false)),
    .history(0x23, length: 20, history(20, hasMassTVOC: true, hasPM10: false)),
  ]

  /// The history of a newer AM307, with the illuminance at its end.
  static let brightHistory: [Record] = [false, true].map { hasMassTVOC in
    .history(
      hasMassTVOC ? 0x21 : 0x20, length: 20,
      history(16, hasMassTVOC: hasMassTVOC) + [WireField(.illuminance, .uint32LE, at: 16)])
  }
}
