public import Model

/// How an indicator is computed.
public struct IndicatorDefinitionObject: Codable, Equatable, Sendable {
  /// The indicator's name.
  public var name: String
  /// What a citizen reads.
  public var title: String
  /// One of `CityDimension`.
  public var dimension: String
  /// Whether each district has a value, too.
  public var perDistrict: Bool
  /// What is computed, in the rule language; empty for an indicator that people enter.
  public var value: String
  /// The step between its values in seconds; `nil` for one over periods or entered.
  @Nullable public var everySeconds: Double?
  /// `day`, `week`, `month` or `year`; `nil` for one at moments or entered.
  @Nullable public var over: String?
  /// Which hours of a period count: `all`, `active`, or opening hours.
  public var hours: String
  /// UCUM.
  public var unit: String
  /// How long a reading says how things are, in seconds.
  public var maxAgeSeconds: Double
  /// How long late data still changes a value, in seconds.
  public var finalAfterSeconds: Double
  /// The share of the assets that must be known, 0 to 1.
  public var minCoverage: Double
  /// How many events there must be; 0 where none are counted. `nil` in files of before there was such a limit.
  @Nullable public var minEvents: Int?
  /// What other frameworks call it, by framework.
  public var standard: [String: String]

  /// The object of a definition.
  public init(_ definition: IndicatorDefinition) {
    name = definition.name
    title = definition.title
    dimension = definition.dimension.rawValue
    perDistrict = definition.isPerDistrict
    value = definition.value
    switch definition.timing {
    case .every(let step): (everySeconds, over) = (step.inSeconds, nil)
    case .over(let length): (everySeconds, over) = (nil, length.rawValue)
    case .entered: (everySeconds, over) = (nil, nil)
    }
    switch definition.hours {
    case .all: hours = "all"
    case .active: hours = "active"
    case .fixed(let opening): hours = opening.text
    }
    unit = definition.unit
    maxAgeSeconds = definition.maxAge.inSeconds
    finalAfterSeconds = definition.finalAfter.inSeconds
    minCoverage = definition.leastCoverage
    minEvents = definition.leastEvents
    standard = definition.standards
  }

  enum CodingKeys: String, CodingKey {
    case name, title, dimension
    case perDistrict = "per_district"
    case value
    case everySeconds = "every_s"
    case over, hours, unit
    case maxAgeSeconds = "max_age_s"
    case finalAfterSeconds = "final_after_s"
    case minCoverage = "min_coverage"
    case minEvents = "min_events"
    case standard
  }
}

extension IndicatorDefinitionObject {
  /// Whether both are computed in the same way, so that their values can stand beside each other.
  public func isComputed(like other: IndicatorDefinitionObject) -> Bool {
    (value, everySeconds, over, hours, unit) == (
      other.value, other.everySeconds, other.over, other.hours, other.unit
    )
      && (maxAgeSeconds, minCoverage) == (other.maxAgeSeconds, other.minCoverage)
      && (minEvents ?? 0) == (other.minEvents ?? 0)
  }
}
