import Model

/// Yobiiq EM4301: a meter for three phases.
enum YobiiqEM4301: Codec {
  static let name = "yobiiq-em4301"
  static let vendor = Yobiiq.vendor
  static let models = ["EM4301"]
  static let deviceClass = DeviceClass.energy
  static let ports = Yobiiq.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Yobiiq.decode(payload, context, into: &readings)
  }
}
