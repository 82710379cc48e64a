extension Status {
  /// How many alerts stand where; one alert can be in several of these.
  public struct Alerts: Codable, Equatable, Sendable {
    /// Firing, whatever else is true of them.
    public var firing: Int
    /// Their condition is true, but not for long enough.
    public var pending: Int
    /// A person has taken them up.
    public var acknowledged: Int
    /// A person has put them aside until a stated time.
    public var shelved: Int
    /// Hidden behind the alert that explains them.
    public var suppressed: Int

    /// Counts of alerts.
    public init(firing: Int, pending: Int, acknowledged: Int, shelved: Int, suppressed: Int) {
      self.firing = firing
      self.pending = pending
      self.acknowledged = acknowledged
      self.shelved = shelved
      self.suppressed = suppressed
    }

    enum CodingKeys: String, CodingKey {
      case firing, pending, acknowledged, shelved, suppressed
    }
  }
}
