/// One value of an indicator, for the city or a district.
public struct IndicatorObject: Codable, Equatable, Sendable {
  /// The indicator's name.
  public var name: String
  /// What a citizen reads.
  public var title: String
  /// One of the six dimensions of a smart city: mobility, environment, people, economy, governance, living.
  public var dimension: String
  /// `city`, or the district's name.
  public var scope: String
  /// The value; `nil` when there is not enough data.
  @Nullable public var value: Double?
  /// UCUM.
  public var unit: String
  /// The moment for which the value holds.
  public var at: WireTime
  /// The time that the value covers; `nil` for a value of one moment.
  @Nullable public var period: Period?
  /// The share of the assets that contributed, 0 to 1.
  public var coverage: Double
  /// Whether late data may still change it.
  public var provisional: Bool
  /// 1 for the first value of the period, one more for each recomputation.
  public var revision: Int
  /// What the city wants; `nil` when it has set no target.
  @Nullable public var target: Target?
  /// `met`, `on_track`, `at_risk` or `off_track` against the target; `not_enough_data` when there is no
  /// value; `nil` when there is a value and no target.
  @Nullable public var status: String?
  /// `rising`, `falling` or `steady`; `nil` while there is too little history.
  @Nullable public var trend: String?

  /// A value with all that is known of it.
  public init(
    name: String, title: String, dimension: String, scope: String, value: Double?, unit: String,
    at: WireTime, period: Period?, coverage: Double, provisional: Bool, revision: Int, target: Target?,
    status: String?, trend: String?
  ) {
    self.name = name
    self.title = title
    self.dimension = dimension
    self.scope = scope
    self.value = value?.roundedToMillionth
    self.unit = unit
    self.at = at
    self.period = period
    self.coverage = coverage.roundedToMillionth
    self.provisional = provisional
    self.revision = revision
    self.target = target
    self.status = status
    self.trend = trend
  }

  enum CodingKeys: String, CodingKey {
    case name, title, dimension, scope, value, unit, at, period, coverage, provisional, revision, target
    case status, trend
  }
}
