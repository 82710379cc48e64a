import Model

/// All Yosensi sensors: a header with the age of the message, then records of type, age, length, address and value.
///
/// The type stands above two bits of decimal places; values are signed, most significant byte first. A time behind
/// the message's is in seconds. Currents and voltages come in thousandths or not, noise without its weighting: they
/// are left out, as are the types that differ by device. Of several of one type the first counts. Version 1 only tells
/// of the device and its clock.
/// Source: Yosensi, "Payload V2", and its published decoders.
enum Yosensi: Codec {
  static let name = "yosensi"
  static let vendor = "Yosensi"
  static let models = ["YO-360", "YO-AgriBox", "YO-Ambience", "YO-Distance"]
  static let deviceClass = DeviceClass.container
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard payload[0] != 1 else { return }
    guard payload[0] == 2 else {
      throw DecodeError(.malformedPayload, at: 0, expected: "the payload version 1 or 2")
    }
    let age = try payload.uint16BE(at: 2, "2 bytes of age")
    let madeAt = context.receivedAt - .seconds(age)
    var seen: [Quantity] = []
    var offset = 4
    while offset < payload.count {
      try payload.require(3, at: offset, "a record")
      let (type, places) = (payload[offset] >> 2, payload[offset] & 0x03)
      let addressLength = Int(payload[offset + 2] >> 4)
      let length = Int(payload[offset + 2] & 0x0F) + 1
      let start = offset + 3 + addressLength
      try payload.require(length, at: start, "a value of \(length) bytes")
      if let (quantity, times, per) = quantities[type], length <= 4, !seen.contains(quantity) {
        seen.append(quantity)
        let raw = try payload.intBE(length, at: start, "a value")
        let value = Double(raw) * times / per / [1, 10, 100, 1000][Int(places)]
        readings.append(quantity, value, at: madeAt + .seconds(Int(payload[offset + 1])))
      }
      offset = start + length
    }
  }

  /// What the types measure, and what makes their unit ours: millivolts, kilolux.
  private static let quantities: [UInt8: (Quantity, times: Double, per: Double)] = [
    2: (.batteryVoltage, 1, 1000), 3: (.temperature, 1, 1), 4: (.humidity, 1, 1), 5: (.pressure, 1, 1),
    6: (.illuminance, 1000, 1), 7: (.co2, 1, 1), 10: (.distance, 1, 1), 13: (.power, 1, 1), 27: (.co2, 1, 1),
    33: (.pm25, 1, 1), 35: (.pm10, 1, 1),
  ]
}
