import Model

/// Netvox RA0716, R72616 and R72716: PM2.5, temperature and humidity, outdoors.
///
/// Source: Netvox RA0716 application command.
enum NetvoxR72616: Codec {
  static let name = "netvox-r72616"
  static let vendor = Netvox.vendor
  static let models = ["RA0716", "R72616", "R72616A", "R72716"]
  static let deviceClass = DeviceClass.environment
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.decode(
      payload, context, types: [0x35, 0x36, 0x37, 0x6A], reports, into: &readings)
  }

  private static let reports: [UInt8: [WireField]] = [
    0x01: [
      WireField(.temperature, .int16BE, at: 4, per: 100),
      WireField(.humidity, .uint16BE, at: 6, per: 100),
      WireField(.pm25, .uint16BE, at: 8, missing: Netvox.noSensor),
    ]
  ]
}
