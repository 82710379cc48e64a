public import Model

extension AlertExplanation {
  /// The assets that an alert of a district is about, as they are now.
  public struct Members: Codable, Hashable, Sendable {
    /// How many there are.
    public var total: Int
    /// How many the rule counts now.
    public var counting: Int
    /// Of how many that is not known.
    public var unknown: Int
    /// The first of them: those that count before the others, the greatest values first.
    public var shown: [Member]

    /// Assets, of which some are shown.
    public init(total: Int, counting: Int, unknown: Int, shown: [Member]) {
      self.total = total
      self.counting = counting
      self.unknown = unknown
      self.shown = shown
    }

    enum CodingKeys: String, CodingKey {
      case total, counting, unknown, shown
    }
  }

  /// One of the assets that an alert of a district is about.
  public struct Member: Codable, Hashable, Sendable {
    /// Its id.
    public var asset: String
    /// What people call it.
    public var name: String
    /// Whether the rule counts it now; `nil` when that is not known.
    @Nullable public var counts: Bool?
    /// What the rule looks at.
    public var readings: [Value]

    /// An asset with what is known of it.
    public init(asset: String, name: String, counts: Bool?, readings: [Value]) {
      self.asset = asset
      self.name = name
      self.counts = counts
      self.readings = readings
    }

    enum CodingKeys: String, CodingKey {
      case asset, name, counts, readings
    }
  }

  /// A live value.
  public struct Value: Codable, Hashable, Sendable {
    /// The quantity's name.
    public var quantity: String
    /// The value in `unit`, to a millionth.
    public var value: Double
    /// UCUM.
    public var unit: String
    /// When it was measured.
    public var at: WireTime

    /// A value of `quantity`.
    public init(_ quantity: Quantity, _ value: Double, at: Timestamp) {
      self.quantity = quantity.name
      self.value = value.roundedToMillionth
      unit = quantity.unit.code
      self.at = WireTime(at)
    }

    enum CodingKeys: String, CodingKey {
      case quantity, value, unit, at
    }
  }
}
