import Model

/// SenML (RFC 8428) of a device on NB-IoT that speaks to the broker by itself, in JSON or CBOR.
///
/// The names are those of the quantities; the units are those that RFC 8428 registers, or where it has none
/// those of RFC 8798.
enum SenML {
  /// The name of the format in the registry's column for codecs.
  static let codec = "senml"

  /// What a pack is written in.
  enum Encoding: Sendable { case json, cbor }

  /// The value of the registry's parameter `network` of a device that writes CBOR.
  static let networkOfCBOR = "senml-cbor"

  static func topic(_ device: String) -> String { "nbiot/\(device)/senml" }

  static func pack(
    _ measurements: Measurements, from device: String, at: Timestamp, as encoding: Encoding = .json
  ) -> [UInt8] {
    let records = measurements.items.compactMap { item in
      form(item.quantity).map { form in
        let places = form.scale < 0.001 ? 6 : 3
        return Record(
          name: item.quantity.name, unit: form.unit,
          value: (item.value * form.scale).rounded(toPlaces: places))
      }
    }
    let base = (name: device + ":", time: at.secondsSinceEpoch.rounded(toPlaces: 3))
    return encoding == .json ? json(records, base) : cbor(records, base)
  }

  private struct Record {
    let name: String
    let unit: String
    let value: Double
  }

  private static func json(_ records: [Record], _ base: (name: String, time: Double)) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      for (index, record) in records.enumerated() {
        json.object { json in
          if index == 0 {
            json.string("bn", base.name)
            json.number("bt", base.time)
          }
          json.string("n", record.name)
          json.string("u", record.unit)
          json.number("v", record.value)
        }
      }
    }
    return json.bytes
  }

  /// The labels are those of RFC 8428, section 6.
  private static func cbor(_ records: [Record], _ base: (name: String, time: Double)) -> [UInt8] {
    var cbor = CBORWriter()
    cbor.array(records.count)
    for (index, record) in records.enumerated() {
      cbor.map(index == 0 ? 5 : 3)
      if index == 0 {
        cbor.integer(-2)
        cbor.text(base.name)
        cbor.integer(-3)
        cbor.number(base.time)
      }
      cbor.integer(0)
      cbor.text(record.name)
      cbor.integer(1)
      cbor.text(record.unit)
      cbor.integer(2)
      cbor.number(record.value)
    }
    return cbor.bytes
  }

  /// What can be said in SenML.
  static var quantities: [Quantity] { Quantity.allCases.filter { form($0) != nil } }

  /// The unit that a quantity is sent in, and the factor from ours to it.
  private static func form(_ quantity: Quantity) -> (unit: String, scale: Double)? {
    switch quantity {
    case .distance: ("m", 0.001)
    case .co2: ("ppm", 1)
    case .temperature, .soilTemperature: ("Cel", 1)
    case .humidity: ("%RH", 1)
    case .illuminance: ("lx", 1)
    case .occupied, .tilt, .lampOn, .lampFault, .powerFactor: ("/", 1)
    case .soilMoisture, .dimLevel: ("/100", 1)
    case .soilConductivity: ("S/m", 0.0001)
    case .motion: ("count", 1)
    case .pressure: ("Pa", 100)
    case .pm25, .pm10, .no2, .o3: ("ug/m3", 1)
    case .noiseLA, .noiseLAeq, .noiseLAmax: ("dB", 1)
    case .power: ("W", 1)
    case .energy: ("Wh", 1)
    case .burnTime: ("h", 1)
    case .voltage: ("V", 1)
    case .current: ("A", 1)
    case .battery: ("%EL", 1)
    case .batteryVoltage: ("V", 1)
    default: nil
    }
  }
}
