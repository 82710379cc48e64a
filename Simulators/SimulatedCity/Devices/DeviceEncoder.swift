import Model

/// What one uplink of a LoRaWAN device carries.
struct Frame: Hashable, Sendable {
  let port: UInt8
  let payload: [UInt8]
}

/// Why a device reports.
enum Occasion: Sendable {
  /// Its interval is over.
  case interval
  /// It noticed a change.
  case change
}

/// A device's own language: measurements to bytes.
///
/// Written from the vendors' manuals alone. Nothing here knows how a message is read: if an encoder and its
/// reader agree, then because both follow the vendor.
protocol DeviceEncoder: Sendable {
  /// `vendor-model`, as the registry writes it.
  static var codec: String { get }

  /// What it can say.
  static var quantities: [Quantity] { get }

  /// One report; most devices need one frame for it.
  ///
  /// What `measurements` lacks is left out, or said to be unknown where the layout has no way to leave out.
  /// - Parameters:
  ///   - measurements: what the device's instruments show.
  ///   - occasion: why it reports.
  ///   - clock: what the device's clock says.
  /// - Returns: the frames, in the order in which they are sent.
  static func frames(_ measurements: Measurements, _ occasion: Occasion, clock: Timestamp) -> [Frame]
}

/// Every device that can be simulated, by the name of its codec.
let deviceEncoders: [any DeviceEncoder.Type] = [
  BoschTPS110.self,
  ElsysERS.self,
  MilesightCT101.self,
  MilesightEM310UDL.self,
  MilesightEM400.self,
  MilesightEM500SMTC.self,
  MilesightWS302.self,
  NASUL20xx.self,
  NetvoxRA0715.self,
  YobiiqEM2101.self,
]
