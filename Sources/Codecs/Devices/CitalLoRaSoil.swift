import Model

/// Cital LoRaSoil: temperature of the soil, and of the air above it.
///
/// The frame has the time of the measurement, as decimal digits in three words: YYMM, DDHH, MMSS. The water
/// potential and the resistance of the soil are no moisture in percent: they are left out.
/// Source: Cital, payload description in The Things Network's device repository.
enum CitalLoRaSoil: Codec {
  static let name = "cital-lorasoil"
  static let vendor = "Cital"
  static let models = ["LoRaSoil"]
  static let deviceClass = DeviceClass.soil
  static let ports: [UInt8] = [152]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard context.port == 152 else { throw DecodeError(.wrongPort, at: 0, expected: "port 152") }
    try payload.require(21, at: 0, "a frame of at least 21 bytes")
    let at = try time(payload) ?? context.receivedAt
    try soil.append(payload, at, to: &readings)
    if payload.count >= 26 { try air.append(payload, at, to: &readings) }
  }

  private static let soil = [
    WireField(.soilTemperature, .int16BE, at: 0, per: 100), WireField(.battery, .uint8, at: 4),
  ]
  private static let air = [
    WireField(.temperature, .int16BE, at: 21, per: 100), WireField(.pressure, .uint16BE, at: 23),
    WireField(.humidity, .uint8, at: 25),
  ]

  /// `nil` when the clock was never set: it begins in a year before the devices.
  private static func time(_ payload: Span<UInt8>) throws(DecodeError) -> Timestamp? {
    func pair(_ offset: Int) throws(DecodeError) -> (Int, Int) {
      try payload.uint16BE(at: offset, "a time").quotientAndRemainder(dividingBy: 100)
    }
    let ((year, month), (day, hour), (minute, second)) = (try pair(5), try pair(7), try pair(9))
    guard (20...99).contains(year), (1...12).contains(month),
      (1...CivilDate.daysIn(month: month, year: 2000 + year)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = CivilDate(year: 2000 + year, month: month, day: day).daysSinceEpoch
    return Timestamp(seconds: Int64(days * 86_400 + hour * 3600 + minute * 60 + second))
  }
}
