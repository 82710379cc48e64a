import Model

/// Nexelec ATMO, SENSE, AERO, PMI, FEEL, RISE, MOVE and SIGN: the air, the light and the noise in a room; ORIGIN+ and
/// GUARD and GUARD+: a smoke detector's temperature and humidity, AIR and AIR+ those of a carbon monoxide detector.
///
/// The first byte is the product, the second the kind of message, then bit fields, highest bit first; the three
/// highest values of each mean that there is no sensor, that it is off or broken. Of stored measurements the newest,
/// which is that of now, comes first; those of ATMO, SENSE, AERO and PMI are left out: their order is not published.
/// Source: Nexelec, "Technical guide LoRa", and its published decoders.
enum Nexelec: Codec {
  static let name = "nexelec"
  static let vendor = "Nexelec"
  static let models = [
    "AERO CO2 LoRa", "AERO LoRa", "AIR LoRa", "AIR+ LoRa", "ATMO LoRa", "FEEL LoRa", "GUARD LoRa",
    "GUARD+ LoRa", "MOVE LoRa", "ORIGIN+ LoRa", "PMI LoRa", "RISE LoRa", "SENSE LoRa", "SIGN LoRa",
  ]
  static let deviceClass = DeviceClass.indoorAir
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try payload.require(2, at: 0, "a product and a kind of message")
    switch (payload[0], payload[1]) {
    case (0xA9...0xAB, 1), (0xAD, 1): try append(room, payload, context.receivedAt, to: &readings)
    case (0xA9...0xAB, 0x11), (0xAD, 0x11):
      try append(shortRoom, payload, context.receivedAt, to: &readings)
    case (0xA9...0xAB, 2...4), (0xAD, 2...4):
      try appendStored(stored[Int(payload[1]) - 2], 10, payload, context.receivedAt, to: &readings)
    case (0xA9...0xAB, 5), (0xAD, 5), (0xA9...0xAB, 0x15), (0xAD, 0x15):
      try append(roomStatus, payload, context.receivedAt, to: &readings)
    case (aeroCO2, 1): try append(firstAir, payload, context.receivedAt, to: &readings)
    case (0xA3...0xA6, 1): try append(firstGeneration, payload, context.receivedAt, to: &readings)
    case (0xAE...0xAF, 0), (0xB1...0xB4, 0):
      // Without a battery it is shorter.
      if payload.count > 6 { try append(status, payload, context.receivedAt, to: &readings) }
    case (0xAE...0xAF, 2): try append(carbonMonoxide, payload, context.receivedAt, to: &readings)
    case (0xB1...0xB4, 2): try append(smokeAlarm, payload, context.receivedAt, to: &readings)
    case (0xB1...0xB4, 4): try append(detector, payload, context.receivedAt, to: &readings)
    case (0xB1...0xB4, 5):
      try appendStored(storedTemperature, 1, payload, context.receivedAt, to: &readings)
    case (0xA3...0xA7, _), (0xA9...0xAB, _), (0xAD...0xAF, _), (0xB1...0xB4, _):
      readings.warn("message \(payload[1]) is no measurement")
    default: throw DecodeError(.malformedPayload, at: 0, expected: "a product of this family")
    }
  }

  private struct Field: Sendable {
    var quantity: Quantity
    /// The first bit.
    var offset: Int
    var bits: Int
    /// The value is (raw · `times` + `plus`) / `per`.
    var times = 1.0
    var per = 1.0
    var plus = 0.0
  }

  private static let room = [
    Field(quantity: .temperature, offset: 16, bits: 10, per: 10, plus: -300),
    Field(quantity: .humidity, offset: 26, bits: 10, per: 10),
    Field(quantity: .co2, offset: 36, bits: 14),
    Field(quantity: .tvoc, offset: 50, bits: 14),
    Field(quantity: .illuminance, offset: 64, bits: 10, times: 5),
    Field(quantity: .noiseLAeq, offset: 75, bits: 7),
    Field(quantity: .noiseLAmax, offset: 82, bits: 7),
  ]
  /// For the regions with short payloads.
  private static let shortRoom = [
    Field(quantity: .temperature, offset: 16, bits: 10, per: 10, plus: -300),
    Field(quantity: .humidity, offset: 26, bits: 8, per: 2),
    Field(quantity: .co2, offset: 34, bits: 14),
    Field(quantity: .illuminance, offset: 58, bits: 8, times: 20),
    Field(quantity: .noiseLAeq, offset: 67, bits: 7),
    Field(quantity: .noiseLAmax, offset: 74, bits: 7),
  ]
  /// It has no more sensors than these, and sends the others' places as 0.
  private static let aeroCO2: UInt8 = 0xA7
  private static let firstAir = [
    Field(quantity: .temperature, offset: 49, bits: 10, per: 10, plus: -300),
    Field(quantity: .humidity, offset: 59, bits: 8, per: 2),
    Field(quantity: .co2, offset: 67, bits: 14),
  ]
  private static let firstGeneration =
    firstAir + [
      Field(quantity: .pm25, offset: 27, bits: 11),
      Field(quantity: .pm10, offset: 38, bits: 11),
      // Volatile compounds and formaldehyde in ppb, indices.
      Field(quantity: .illuminance, offset: 133, bits: 8, times: 5),
      Field(quantity: .noiseLAeq, offset: 141, bits: 7),
      Field(quantity: .noiseLAmax, offset: 148, bits: 7),
      Field(quantity: .motion, offset: 155, bits: 8),
      Field(quantity: .pressure, offset: 163, bits: 10, plus: 300),
    ]
  /// In steps of 5 mV above 2 V.
  private static let status = [
    Field(quantity: .batteryVoltage, offset: 48, bits: 8, times: 5, per: 1000, plus: 2000)
  ]
  /// In steps of 5 mV; the last values are a supply from outside and an error.
  private static let roomStatus = [
    Field(quantity: .batteryVoltage, offset: 34, bits: 10, times: 5, per: 1000)
  ]
  private static let carbonMonoxide = [
    Field(quantity: .temperature, offset: 26, bits: 10, per: 10, plus: -300),
    Field(quantity: .humidity, offset: 36, bits: 8, per: 2),
  ]
  private static let smokeAlarm = [
    Field(quantity: .temperature, offset: 39, bits: 10, per: 10, plus: -300)
  ]
  private static let detector = [
    Field(quantity: .temperature, offset: 16, bits: 10, per: 10, plus: -300),
    Field(quantity: .humidity, offset: 26, bits: 8, per: 2),
  ]

  /// The first of the stored values, by the kind of message from 2 on.
  private static let stored = [
    Field(quantity: .co2, offset: 36, bits: 10, times: 5), storedTemperature,
    Field(quantity: .humidity, offset: 36, bits: 10, per: 10),
  ]
  private static let storedTemperature = Field(
    quantity: .temperature, offset: 36, bits: 10, per: 10, plus: -300)

  private static func append(
    _ fields: [Field], _ payload: Span<UInt8>, _ at: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    for field in fields {
      let raw = try payload.bits(field.bits, at: field.offset, "\(field.bits) bits of \(field.quantity.name)")
      guard raw < 1 << field.bits - 3 else { continue }
      readings.append(field.quantity, (Double(raw) * field.times + field.plus) / field.per, at: at)
    }
  }

  /// Appends stored values: their number (6 bits), the time between two (8) in `minutes`, how often each is sent (6),
  /// then the values, of which `first` is the newest.
  private static func appendStored(
    _ first: Field, _ minutes: Int, _ payload: Span<UInt8>, _ now: Timestamp, to readings: inout Readings
  ) throws(DecodeError) {
    let count = try payload.bits(6, at: 16, "a number of values")
    let period = try payload.bits(8, at: 22, "a time between values") * minutes
    for index in 0..<count {
      var field = first
      field.offset += index * field.bits
      try append([field], payload, now - .seconds(index * period * 60), to: &readings)
    }
  }
}
