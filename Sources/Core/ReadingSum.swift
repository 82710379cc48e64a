public import Model

/// Readings of one quantity, summed up: what remains of many when each is no longer kept.
public struct ReadingSum: Hashable, Sendable, BitwiseCopyable {
  /// The least value.
  public private(set) var min = Double.infinity
  /// The greatest value.
  public private(set) var max = -Double.infinity
  /// All values added up.
  public private(set) var sum = 0.0
  /// How many values there are.
  public private(set) var count = 0
  /// The value that was measured last.
  public private(set) var last = 0.0
  /// When that was.
  public private(set) var lastAt = Timestamp.distantPast

  /// The sum of nothing.
  public init() {}

  /// A sum that was kept.
  public init(min: Double, max: Double, sum: Double, count: Int, last: Double, lastAt: Timestamp) {
    self.min = min
    self.max = max
    self.sum = sum
    self.count = count
    self.last = last
    self.lastAt = lastAt
  }

  /// Adds a reading.
  public mutating func add(_ reading: Reading) {
    let value = reading.value
    add(ReadingSum(min: value, max: value, sum: value, count: 1, last: value, lastAt: reading.at))
  }

  /// Adds what was summed up elsewhere.
  public mutating func add(_ other: ReadingSum) {
    min = Swift.min(min, other.min)
    max = Swift.max(max, other.max)
    sum += other.sum
    count += other.count
    guard other.lastAt >= lastAt else { return }
    last = other.last
    lastAt = other.lastAt
  }
}

/// What remains of an asset's readings of one quantity in one period.
public struct StoredSum: Hashable, Sendable {
  /// What was measured.
  public var quantity: Quantity
  /// The hour, or the day.
  public var period: Range<Timestamp>
  /// The values.
  public var sum: ReadingSum

  /// What remains of a period.
  public init(quantity: Quantity, period: Range<Timestamp>, sum: ReadingSum) {
    self.quantity = quantity
    self.period = period
    self.sum = sum
  }
}
