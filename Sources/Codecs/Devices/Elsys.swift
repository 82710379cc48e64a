import Model

/// All Elsys sensors: values with a type byte before each, most significant byte first.
///
/// One layout serves ERS, ELT, EMS and their relatives; the device sends the types that it measures. The two highest
/// bits of a type count the bytes behind the value that say how long ago it was, in a unit that is not published: such
/// a value is left out.
/// Source: Elsys, "Sensor payload", and its published payload decoder.
enum Elsys: Codec {
  static let name = "elsys"
  static let vendor = "Elsys"
  static let models = [
    "ERS", "ERS CO2", "ERS Eye", "ERS Sound", "ERS VOC", "ERS Lite", "ERS Eco", "ERS2", "ELT-2", "ELT Lite",
    "ELT Ultrasonic", "EMS", "EIAQ",
  ]
  static let deviceClass = DeviceClass.indoorAir
  /// 5 unless someone has changed it; 1 and 85 are in use too.
  static let ports: [UInt8] = []

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    let at = context.receivedAt
    // A probe's temperature counts only where the device itself measures none.
    var probeTemperature: Double?
    var hasTemperature = false
    var offset = 0
    while offset < payload.count {
      let type = payload[offset]
      // A settings frame, or settings behind the values: what follows is of no fixed length.
      guard type != 0x3E else { break }
      let kind = type & 0x3F
      guard let length = length(of: kind) else {
        guard offset > 0 else {
          throw DecodeError(.malformedPayload, at: 0, expected: "an Elsys value type")
        }
        readings.warn("unknown type \(type) at byte \(offset): the rest is left out")
        break
      }
      let (age, value) = (Int(type >> 6), offset + 1)
      try payload.require(length + age, at: value, "\(length + age) bytes of value type \(type)")
      offset = value + length + age
      guard age == 0 else {
        readings.warn("type \(kind) at byte \(value - 1) is of an earlier time: left out")
        continue
      }
      switch kind {
      case 0x01:
        hasTemperature = true
        readings.append(.temperature, Double(try payload.int16BE(at: value, "a temperature")) / 10, at: at)
      case 0x02: readings.append(.humidity, Double(payload[value]), at: at)
      case 0x04:
        readings.append(.illuminance, Double(try payload.uint16BE(at: value, "a light level")), at: at)
      case 0x05: readings.append(.motion, Double(payload[value]), at: at)
      case 0x06: readings.append(.co2, Double(try payload.uint16BE(at: value, "a CO2 level")), at: at)
      case 0x07:
        readings.append(.batteryVoltage, Double(try payload.uint16BE(at: value, "a voltage")) / 1000, at: at)
      case 0x0C where probeTemperature == nil:
        probeTemperature = Double(try payload.int16BE(at: value, "a temperature")) / 10
      case 0x0E: readings.append(.distance, Double(try payload.uint16BE(at: value, "a distance")), at: at)
      // 0 free, 1 someone comes or goes, 2 occupied.
      case 0x11: readings.append(.occupied, payload[value] == 0 ? 0 : 1, at: at)
      case 0x14:
        readings.append(.pressure, Double(try payload.int32BE(at: value, "a pressure")) / 1000, at: at)
      case 0x15:
        readings.append(.noiseLAmax, Double(payload[value]), at: at)
        readings.append(.noiseLAeq, Double(payload[value + 1]), at: at)
      // In ppb, from which no mass concentration follows: the mixture is unknown.
      case 0x1C: readings.warn("TVOC in ppb is left out")
      default: break
      }
    }
    if !hasTemperature, let probeTemperature { readings.append(.temperature, probeTemperature, at: at) }
  }

  /// The length of a value by its type, in bytes; `nil` for an unknown type.
  @inline(__always)
  private static func length(of type: UInt8) -> Int? {
    switch type {
    case 0x02, 0x05, 0x0D, 0x0F, 0x11, 0x12, 0x1A: 1
    case 0x01, 0x04, 0x06, 0x07, 0x08, 0x0A, 0x0C, 0x0E, 0x15, 0x16, 0x18, 0x19, 0x1C: 2
    case 0x03: 3
    case 0x0B, 0x10, 0x14, 0x17, 0x1B, 0x3D: 4
    case 0x09: 6
    case 0x13: 65
    default: nil
    }
  }
}
