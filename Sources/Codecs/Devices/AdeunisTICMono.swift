import Model

/// Adeunis TIC CBE/LINKY with one phase: reads a French meter by its customer's port.
///
/// Frame 49, most significant byte first; 80000000 is a label that the meter does not have. The energy is that of the
/// base tariff, or of off-peak and peak hours together. The power is an apparent one and is left out.
/// Source: Adeunis, TIC user guide, "Frames description".
enum AdeunisTICMono: Codec {
  static let name = "adeunis-tic-mono"
  static let vendor = Adeunis.vendor
  static let models = ["TIC CBE/LINKY MONO"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    // Behind the identifier and the tariff's name.
    try AdeunisTIC.decode(payload, context, into: &readings, base: 18, tariffs: [38, 42], currents: [26])
  }
}
