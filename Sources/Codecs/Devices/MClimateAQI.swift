import Model

/// MClimate AQI Sensor: an index of the air in a room, temperature, humidity and pressure.
///
/// CO2 is estimated from volatile compounds.
enum MClimateAQI: Codec {
  static let name = "mclimate-aqi-sensor"
  static let vendor = MClimate.vendor
  static let models = ["AQI Sensor"]
  static let deviceClass = DeviceClass.indoorAir
  static let ports = MClimate.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let start = try MClimate.report(payload, length: 10) else {
      return readings.warn("only answers to commands")
    }
    let at = context.receivedAt
    let bit = start * 8
    func value(_ count: Int, _ offset: Int) throws(DecodeError) -> Double {
      Double(try payload.bits(count, at: bit + offset, "a report of 10 bytes"))
    }
    readings.append(.iaq, try value(5, 17) * 16, at: at)
    readings.append(.co2, try value(10, 22) * 32, at: at)
    readings.append(.humidity, try value(8, 40) * 4 / 10, at: at)
    readings.append(.pressure, (try value(11, 48) * 40 + 30_000) / 100, at: at)
    readings.append(.temperature, (try value(10, 60) - 400) / 10, at: at)
    try battery.append(payload, at: start, at, to: &readings)
  }

  private static let battery = MClimate.battery(at: 9)
}
