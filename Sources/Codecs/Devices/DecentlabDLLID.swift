import Model

/// Decentlab DL-LID: laser distance.
///
/// Of the statistics over many samples, the median is the distance: a bird in the beam does not move it.
/// Source: Decentlab, "DL-LID data decoder".
enum DecentlabDLLID: Codec {
  static let name = "decentlab-dl-lid"
  static let vendor = Decentlab.vendor
  static let models = ["DL-LID"]
  static let deviceClass = DeviceClass.container
  static let ports = Decentlab.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    try Decentlab.decode(payload, context, sensors, into: &readings)
  }

  private static let sensors: [Decentlab.Sensor] = [
    // Average, minimum, maximum, median, four percentiles, mode, samples, acquisition time.
    Decentlab.Sensor(words: 11, fields: [WireField(.distance, .uint16BE, at: 6)], samples: 18),
    Decentlab.battery,
  ]
}
