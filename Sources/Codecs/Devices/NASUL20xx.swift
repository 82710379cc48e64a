import Model

/// NAS UL20xx: luminaire controllers on DALI, D4i or 0-10 V, firmware 1.0 and 1.1.
///
/// The two firmwares use different ports for the same messages, so the port tells them apart. Multi-byte
/// values have the least significant byte first. Answers, settings, notifications and boot frames carry no
/// measurement. One controller is one luminaire here: of several drivers the brightest level counts, a fault
/// of any, and the sum of what they consume where the controller has no meter of its own.
/// Source: NAS, "UL20xx Luminaire Controller: Communication Protocol" 1.0 and 1.1, and its published codecs.
enum NASUL20xx: Codec {
  static let name = "nas-ul20xx"
  static let vendor = "NAS"
  static let models = [
    "UL2002", "UL2003", "UL2011", "UL2012", "UL2014", "UL2015", "UL2020", "UL2021", "UL2053",
  ]
  static let deviceClass = DeviceClass.lighting
  static let ports: [UInt8] = [23, 24, 25, 26, 49, 50, 51, 60, 61, 99]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    switch context.port {
    case 23: try NASLampStatus(firmware1_1: payload).append(at: context.receivedAt, to: &readings)
    case 24: try NASLampStatus(firmware1_0: payload).append(at: context.receivedAt, to: &readings)
    case 25: try NASLampUsage(payload, from: 0).append(at: context.receivedAt, to: &readings)
    case 26:
      guard payload[0] == 0 else {
        throw DecodeError(.malformedPayload, at: 0, expected: "the header 0 of a usage frame")
      }
      try NASLampUsage(payload, from: 1).append(at: context.receivedAt, to: &readings)
    case 49, 50, 51, 60, 61, 99: return
    default: throw DecodeError(.wrongPort, at: 0, expected: "port 23 to 26, 49 to 51, 60, 61 or 99")
    }
  }
}
