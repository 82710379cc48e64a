public import Model

/// A reading of the history: `GET /v1/readings`, `GET /v1/assets/{id}/readings`.
public struct StoredReadingObject: Codable, Equatable, Sendable {
  /// The asset's id.
  public var asset: String
  /// The device's id.
  public var device: String
  /// The quantity's name.
  public var quantity: String
  /// The value in `unit`, to a millionth.
  public var value: Double
  /// UCUM.
  public var unit: String
  /// When it was measured.
  public var at: WireTime
  /// When it arrived.
  public var arrivedAt: WireTime
  /// Whether it was computed here, or told by the network, and not in the payload.
  public var derived: Bool

  /// A reading of the history.
  public init(asset: String, device: String, reading: Reading, arrivedAt: Timestamp, derived: Bool) {
    self.asset = asset
    self.device = device
    quantity = reading.quantity.name
    value = reading.value.roundedToMillionth
    unit = reading.quantity.unit.code
    at = WireTime(reading.at)
    self.arrivedAt = WireTime(arrivedAt)
    self.derived = derived
  }

  enum CodingKeys: String, CodingKey {
    case asset, device, quantity, value, unit, at
    case arrivedAt = "arrived_at"
    case derived
  }
}
