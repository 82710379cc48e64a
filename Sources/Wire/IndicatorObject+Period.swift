extension IndicatorObject {
  /// The time that a value covers.
  public struct Period: Codable, Hashable, Sendable {
    /// Its first moment.
    public var from: WireTime
    /// The first moment that is no longer in it.
    public var to: WireTime

    /// A period.
    public init(from: WireTime, to: WireTime) {
      self.from = from
      self.to = to
    }

    enum CodingKeys: String, CodingKey {
      case from, to
    }
  }
}
