public import Model

extension AlertExplanation {
  /// A reading that the alert rests on.
  public struct Evidence: Codable, Hashable, Sendable {
    /// The id of the device that measured it.
    public var device: String
    /// The quantity's name.
    public var quantity: String
    /// The value in `unit`, to a millionth.
    public var value: Double
    /// UCUM.
    public var unit: String
    /// When it was measured.
    public var at: WireTime
    /// When it arrived.
    public var arrivedAt: WireTime
    /// Whether a newer one had come before it.
    public var late: Bool

    /// A reading of `device`.
    public init(device: String, reading: Reading, arrivedAt: Timestamp, late: Bool) {
      self.device = device
      quantity = reading.quantity.name
      value = reading.value.roundedToMillionth
      unit = reading.quantity.unit.code
      at = WireTime(reading.at)
      self.arrivedAt = WireTime(arrivedAt)
      self.late = late
    }

    enum CodingKeys: String, CodingKey {
      case device, quantity, value, unit, at
      case arrivedAt = "arrived_at"
      case late
    }
  }

  /// What an alert that lives waits for.
  public struct Outlook: Codable, Hashable, Sendable {
    /// When it fires, if its condition holds until then.
    @Nullable public var firesAt: WireTime?
    /// When it is over, if its condition does not come true again.
    @Nullable public var endsAt: WireTime?
    /// The condition that ends it, or makes it wait for `ends_at`.
    @Nullable public var endsWhen: String?

    /// An outlook.
    public init(firesAt: WireTime?, endsAt: WireTime?, endsWhen: String?) {
      self.firesAt = firesAt
      self.endsAt = endsAt
      self.endsWhen = endsWhen
    }

    enum CodingKeys: String, CodingKey {
      case firesAt = "fires_at"
      case endsAt = "ends_at"
      case endsWhen = "ends_when"
    }
  }
}
