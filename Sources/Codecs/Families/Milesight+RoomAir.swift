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
      .skipped(0x06, 0xCB, length: 1, "a light level"),
      .one(0x06, 0x94, .illuminance, .uint32),
      .co2(0x07),
      .skipped(0x08, 0x7D, length: 2, "2 bytes of TVOC"),
      .one(0x08, 0xE6, .tvoc, .uint16),
      .pressure(0x09),
      .skipped(0x0A, 0x7D, length: 2, "2 bytes of formaldehyde or ozone"),
      .one(0x0B, 0x7D, .pm25, .uint16),
      .one(0x0C, 0x7D, .pm10, .uint16),
      .skipped(0x0D, 0x7D, length: 2, "2 bytes of ozone"),
      .skipped(0x0E, 0x01, length: 1, "a buzzer state"),
      .history(0x20, length: historyLength, history(historyLength, hasMassTVOC: false)),
      .history(0x21, length: historyLength, history(historyLength, hasMassTVOC: true)),
    ]
  }

  /// Time, temperature, humidity (2 bytes here), PIR, light level, CO2, TVOC, pressure, then PM2.5 and PM10
  /// where the model measures them.
  private static func history(_ length: Int, hasMassTVOC: Bool) -> [Field] {
    var fields: [Field] = [
      .temperature(at: 4), .humidity(at: 6, .uint16),
      Field(quantity: .motion, encoding: .uint8, offset: 8),
      .co2(at: 10), .pressure(at: 14),
    ]
    if hasMassTVOC { fields.append(Field(quantity: .tvoc, encoding: .uint16, offset: 12)) }
    if length >= 20 {
      fields.append(Field(quantity: .pm25, encoding: .uint16, offset: 16))
      fields.append(Field(quantity: .pm10, encoding: .uint16, offset: 18))
    }
    return fields
  }
}
