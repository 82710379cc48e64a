/// A city's indicators as a file that other cities can compare theirs with: `docs/formats/indicators.md`.
public struct IndicatorExchange: Codable, Equatable, Sendable {
  /// The format's name.
  public static let formatName = "belfry-indicators"
  /// The newest version of the format that this program writes and reads.
  public static let newestVersion = 1

  /// An indicator, how it is computed, and its newest value in each place.
  public struct Item: Codable, Equatable, Sendable {
    /// How it is computed.
    public var definition: IndicatorDefinitionObject
    /// Its newest values, the city's first.
    public var values: [IndicatorObject]

    /// An indicator with its values.
    public init(definition: IndicatorDefinitionObject, values: [IndicatorObject]) {
      self.definition = definition
      self.values = values
    }
  }

  /// ``formatName``
  public var format: String
  /// From 1; a reader refuses newer ones.
  public var version: Int
  /// What people call the city.
  public var city: String
  /// When it was written.
  public var exportedAt: WireTime
  /// The indicators, by name.
  public var indicators: [Item]

  /// The file of a city.
  public init(city: String, exportedAt: WireTime, indicators: [Item]) {
    format = Self.formatName
    version = Self.newestVersion
    self.city = city
    self.exportedAt = exportedAt
    self.indicators = indicators
  }

  enum CodingKeys: String, CodingKey {
    case format, version, city
    case exportedAt = "exported_at"
    case indicators
  }
}
