extension Status {
  /// A ring between two threads.
  public struct Ring: Codable, Equatable, Sendable {
    /// How much it holds; in entries or bytes, as the ring is made.
    public var capacity: Int
    /// How much is in it now.
    public var used: Int
    /// The most that was ever in it.
    public var highWater: Int

    /// A ring's fill.
    public init(capacity: Int, used: Int, highWater: Int) {
      self.capacity = capacity
      self.used = used
      self.highWater = highWater
    }

    enum CodingKeys: String, CodingKey {
      case capacity, used
      case highWater = "high_water"
    }
  }
}
