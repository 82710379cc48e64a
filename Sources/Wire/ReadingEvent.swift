public import Model

/// The data of a server-sent event `reading`.
public struct ReadingEvent: Codable, Equatable, Sendable {
  /// The event's place in the stream, as in `Last-Event-ID`; absent when the stream cannot be resumed.
  public var id: String?
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

  /// A reading of a device, as it goes into the stream.
  public init(id: String? = nil, asset: String, device: String, reading: Reading, arrivedAt: WireTime) {
    self.id = id
    self.asset = asset
    self.device = device
    quantity = reading.quantity.name
    value = reading.value.roundedToMillionth
    unit = reading.quantity.unit.code
    at = WireTime(reading.at)
    self.arrivedAt = arrivedAt
  }

  enum CodingKeys: String, CodingKey {
    case id, asset, device, quantity, value, unit, at
    case arrivedAt = "arrived_at"
  }
}
