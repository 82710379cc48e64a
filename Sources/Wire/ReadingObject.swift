public import Model

/// A reading within an asset: the quantity is the key under which it stands.
public struct ReadingObject: Codable, Equatable, Sendable {
  /// The value in `unit`, to a millionth.
  public let value: Double
  /// UCUM.
  public let unit: String
  /// When it was measured.
  public let at: WireTime

  /// The reading as the API writes it.
  public init(_ reading: Reading) {
    value = reading.value.roundedToMillionth
    unit = reading.quantity.unit.code
    at = WireTime(reading.at)
  }

  enum CodingKeys: String, CodingKey {
    case value, unit, at
  }
}
