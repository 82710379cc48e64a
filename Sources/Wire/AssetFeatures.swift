/// A page of assets for a map: GeoJSON (RFC 7946), `application/geo+json`.
///
/// The properties are flat, since that is what a GIS can filter and colour by: each quantity is a number in
/// its fixed unit.
public struct AssetFeatures: Encodable, Sendable {
  /// The assets.
  public var assets: [AssetObject]
  /// The `cursor` of the next page, a foreign member (RFC 7946, 6.1); `nil` on the last.
  public var next: String?

  /// The features of a page.
  public init(_ page: Page<AssetObject>) {
    assets = page.items
    next = page.next
  }

  /// Writes a FeatureCollection.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode("FeatureCollection", forKey: Name("type"))
    try container.encode(assets.map(Feature.init), forKey: Name("features"))
    try container.encode(next, forKey: Name("next"))
  }
}

private struct Name: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

private struct Feature: Encodable {
  let asset: AssetObject

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode("Feature", forKey: Name("type"))
    try container.encode(asset.id, forKey: Name("id"))
    if let location = asset.location {
      var geometry = container.nestedContainer(keyedBy: Name.self, forKey: Name("geometry"))
      try geometry.encode("Point", forKey: Name("type"))
      try geometry.encode([location.longitude, location.latitude], forKey: Name("coordinates"))
    } else {
      try container.encodeNil(forKey: Name("geometry"))
    }
    var properties = container.nestedContainer(keyedBy: Name.self, forKey: Name("properties"))
    try properties.encode(asset.kind, forKey: Name("kind"))
    try properties.encode(asset.name, forKey: Name("name"))
    try properties.encode(asset.district, forKey: Name("district"))
    try properties.encode(asset.state, forKey: Name("state"))
    try properties.encode(asset.heardAt, forKey: Name("heard_at"))
    try properties.encodeIfPresent(asset.distanceMetres, forKey: Name("distance_m"))
    for (quantity, reading) in asset.readings {
      try properties.encode(reading.value, forKey: Name(quantity))
    }
  }
}
