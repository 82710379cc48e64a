public import Model

/// The readings of one quantity in one step of time: `GET /v1/assets/{id}/readings?every=1h`.
public struct ReadingSummaryObject: Codable, Equatable, Sendable {
  /// The quantity's name.
  public var quantity: String
  /// UCUM; of all values here.
  public var unit: String
  /// Where the step begins.
  public var from: WireTime
  /// Where it ends, not included.
  public var to: WireTime
  /// The least value.
  public var min: Double
  /// The mean of the values, each counted once.
  public var avg: Double
  /// The greatest value.
  public var max: Double
  /// The value that was measured last.
  public var last: Double
  /// How many values there are.
  public var count: Int

  /// A step's values, rounded to a millionth.
  public init(
    quantity: Quantity, from: Timestamp, to: Timestamp, min: Double, avg: Double, max: Double, last: Double,
    count: Int
  ) {
    self.quantity = quantity.name
    unit = quantity.unit.code
    self.from = WireTime(from)
    self.to = WireTime(to)
    self.min = min.roundedToMillionth
    self.avg = avg.roundedToMillionth
    self.max = max.roundedToMillionth
    self.last = last.roundedToMillionth
    self.count = count
  }

  enum CodingKeys: String, CodingKey {
    case quantity, unit, from, to, min, avg, max, last, count
  }
}
