import Model

/// SenML JSON (RFC 8428) of a device on NB-IoT that speaks to the broker by itself.
///
/// The names are those of the quantities; the units are those that RFC 8428 registers, or where it has none
/// those of RFC 8798.
enum SenML {
  /// The name of the format in the registry's column for codecs.
  static let codec = "senml"

  static func topic(_ device: String) -> String { "nbiot/\(device)/senml" }

  static func pack(_ measurements: Measurements, from device: String, at: Timestamp) -> [UInt8] {
    var json = JSONWriter()
    json.array { json in
      var isFirst = true
      for item in measurements.items {
        guard let form = form(item.quantity) else { continue }
        json.object { json in
          if isFirst {
            json.string("bn", device + ":")
            json.number("bt", at.secondsSinceEpoch.rounded(toPlaces: 3))
          }
          json.string("n", item.quantity.name)
          if let unit = form.unit { json.string("u", unit) }
          json.number("v", (item.value * form.scale).rounded(toPlaces: 3))
        }
        isFirst = false
      }
    }
    return json.bytes
  }

  /// What can be said in SenML.
  static var quantities: [Quantity] { Quantity.allCases.filter { form($0) != nil } }

  /// The unit that a quantity is sent in, and the factor from ours to it.
  private static func form(_ quantity: Quantity) -> (unit: String?, scale: Double)? {
    switch quantity {
    case .distance: ("m", 0.001)
    case .co2: ("ppm", 1)
    case .temperature: ("Cel", 1)
    case .humidity: ("%RH", 1)
    case .illuminance: ("lx", 1)
    case .occupied, .tilt: ("/", 1)
    case .motion: ("count", 1)
    case .pressure: ("Pa", 100)
    case .pm25, .pm10, .no2, .o3: ("ug/m3", 1)
    case .noiseLA, .noiseLAeq, .noiseLAmax: ("dB", 1)
    case .power: ("W", 1)
    case .energy: ("Wh", 1)
    case .voltage: ("V", 1)
    case .current: ("A", 1)
    case .battery: ("%EL", 1)
    case .batteryVoltage: ("V", 1)
    default: nil
    }
  }
}
