import Model

/// Netvox RA07, RA07Y and R726 series: whatever sensors are attached to it, three values to a report.
///
/// A full set takes several uplinks. Gases come in tenths of a ppm and are converted at 20 °C and 1013 hPa, the
/// conditions of Directive 2008/50/EC. The counts of particles, water quality and wind are none of our quantities.
///
/// Source: Netvox RA0715 application command.
enum NetvoxRA0715: Codec {
  static let name = "netvox-ra0715"
  static let vendor = Netvox.vendor
  static let models = [
    "RA07A", "RA0715", "RA0715Y", "RA0723", "R718PA", "R718PB", "R726A", "R727A", "R72615", "R72615A",
    "R72624", "R726 series",
  ]
  static let deviceClass = DeviceClass.environment
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0x05, 0x09, 0x0D, 0x52, 0x53, 0x54, 0x57, 0x58], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      // Standard particles: PM1, PM2.5, PM10.
      WireField(.pm25, .uint16BE, at: 6, missing: Netvox.noSensor),
      WireField(.pm10, .uint16BE, at: 8, missing: Netvox.noSensor),
    ],
    0x02: [
      // Atmospheric environment: the same.
      WireField(.pm25, .uint16BE, at: 6, missing: Netvox.noSensor),
      WireField(.pm10, .uint16BE, at: 8, missing: Netvox.noSensor),
    ],
    0x05: [
      WireField(.o3, .uint16BE, at: 4, times: 199.6, missing: Netvox.noSensor)
    ],
    0x06: [
      WireField(.no2, .uint16BE, at: 4, times: 191.3, missing: Netvox.noSensor)
    ],
    0x07: [
      WireField(.co2, .uint16BE, at: 4, per: 10, missing: Netvox.noSensor),
      WireField(.noiseLA, .uint16BE, at: 8, per: 10, missing: Netvox.noSensor),
    ],
    0x09: [
      WireField(.soilMoisture, .uint16BE, at: 8, per: 100, missing: Netvox.noSensor)
    ],
    0x0A: [
      WireField(.soilMoisture, .uint16BE, at: 4, per: 100, missing: Netvox.noSensor),
      WireField(.soilTemperature, .int16BE, at: 6, per: 100, missing: [-1]),
      // Tenths of dS/m.
      WireField(.soilConductivity, .uint8, at: 10, times: 100, missing: [0xFF]),
    ],
    0x0C: [
      WireField(.temperature, .int16BE, at: 4, per: 100, missing: [-1]),
      WireField(.humidity, .uint16BE, at: 6, per: 100, missing: Netvox.noSensor),
    ],
    0x0D: [
      WireField(.pressure, .uint32BE, at: 6, per: 100, missing: [0xFFFF_FFFF])
    ],
    0x10: [
      WireField(.soilMoisture, .uint16BE, at: 4, per: 100, missing: Netvox.noSensor),
      WireField(.soilTemperature, .int16BE, at: 6, per: 100, missing: [-1]),
      // Thousandths of mS/cm.
      WireField(.soilConductivity, .uint16BE, at: 8, missing: Netvox.noSensor),
    ],
  ]
}
