extension IndicatorObject {
  /// What the city wants.
  public struct Target: Codable, Hashable, Sendable {
    /// The highest good value, in the indicator's unit.
    @Nullable public var atMost: Double?
    /// The lowest good value, in the indicator's unit.
    @Nullable public var atLeast: Double?
    /// The day by which it is to be reached: `2027-12-31`.
    @Nullable public var by: String?

    /// A target.
    public init(atMost: Double?, atLeast: Double?, by: String?) {
      self.atMost = atMost?.roundedToMillionth
      self.atLeast = atLeast?.roundedToMillionth
      self.by = by
    }

    enum CodingKeys: String, CodingKey {
      case atMost = "at_most"
      case atLeast = "at_least"
      case by
    }
  }
}
