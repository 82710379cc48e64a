import Model

/// Yobiiq EM2101: a meter for one phase, with a relay.
enum YobiiqEM2101: Codec {
  static let name = "yobiiq-em2101"
  static let vendor = Yobiiq.vendor
  static let models = ["EM2101"]
  static let deviceClass = DeviceClass.energy
  static let ports = Yobiiq.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Yobiiq.decode(payload, context, into: &readings)
  }
}
