import Model

/// Adeunis TIC CBE/LINKY with three phases: reads a French meter by its customer's port.
///
/// Frame 49, most significant byte first; 80000000 is a label that the meter does not have. Of three currents the
/// highest counts. The power is an apparent one and is left out.
/// Source: Adeunis, TIC user guide, "Frames description".
enum AdeunisTICTri: Codec {
  static let name = "adeunis-tic-tri"
  static let vendor = Adeunis.vendor
  static let models = ["TIC CBE/LINKY TRI"]
  static let deviceClass = DeviceClass.energy
  static let ports: [UInt8] = [1]

  static func decode(
    _ payload: Span<UInt8>, _ context: DecodeContext, into readings: inout Readings
  ) throws(DecodeError) {
    // Behind the identifier.
    try AdeunisTIC.decode(payload, context, into: &readings, base: 14, tariffs: [], currents: [18, 22, 26])
  }
}
