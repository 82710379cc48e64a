import Model

/// Netvox R718N360: three flexible clamps around conductors.
///
/// The device sends raw values; what they are in amperes depends on the clamp, whose scale nobody publishes: only the
/// battery counts, which the frame of kind 1 has.
/// Source: Netvox, R718N360 user manual.
enum NetvoxR718N360: Codec {
  static let name = "netvox-r718n360"
  static let vendor = Netvox.vendor
  static let models = ["R718N360"]
  static let deviceClass = DeviceClass.energy
  static let ports = Netvox.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Netvox.forEachReport(payload, types: [0xCA]) { (kind, offset) throws(DecodeError) in
      if kind == 1 { try Netvox.appendBattery(payload, at: offset, context.receivedAt, to: &readings) }
      readings.warn("raw values of the clamps are left out")
    }
  }
}
