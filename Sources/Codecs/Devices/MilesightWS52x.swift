import Model

/// Milesight WS513, WS515, WS523 and WS525: sockets that measure what is plugged in.
///
/// The third version of the WS513 and WS515 counts energy in hundredths of Wh, by the maker's decoder, in the same
/// record as the others in Wh. The frame does not say which; the registry does: `wh_per_pulse=0.01`.
/// Source: Milesight WS51x and WS52x user guides, "Sensor data", and its published decoders.
enum MilesightWS52x: Codec {
  static let name = "milesight-ws52x"
  static let vendor = Milesight.vendor
  static let models = ["WS513", "WS515", "WS523", "WS525"]
  static let deviceClass = DeviceClass.energy
  static let ports = Milesight.ports

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    guard let whPerCount = context.parameters.number("wh_per_pulse") else {
      return try Milesight.decode(payload, context, records, into: &readings)
    }
    let energy = WireField(.energy, .uint32LE, times: whPerCount)
    let mains = Milesight.mains(energy: .several(0x06, 0x83, length: 4, "energy", [energy]))
    try Milesight.decode(payload, context, mains + own, into: &readings)
  }

  private static let records = Milesight.mains + own
  private static let own: [Milesight.Record] = [
    .skipped(0x08, 0x70, length: 1, "socket state"),
    .temperature(0x09, missing: Milesight.noClampTemperature),
    .temperature(0x89, missing: Milesight.noClampTemperature, alarm: true),
    .one(0x99, 0x67, .temperature, .int16LE, per: 10, missing: Milesight.noClampTemperature, length: 5),
    .skipped(0xFF, 0x3F, length: 1, "mark of a power outage"),
  ]
}
