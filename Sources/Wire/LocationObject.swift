public import Model

/// A place on Earth, WGS 84, in degrees.
public struct LocationObject: Codable, Equatable, Hashable, Sendable {
  /// North of the equator.
  public var latitude: Double
  /// East of Greenwich.
  public var longitude: Double

  /// The place as the API writes it.
  public init(_ location: Location) {
    latitude = location.latitude
    longitude = location.longitude
  }

  enum CodingKeys: String, CodingKey {
    case latitude, longitude
  }
}
