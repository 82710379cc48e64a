public import Model

/// Which stored readings are wanted.
public struct ReadingSelection: Hashable, Sendable {
  /// The id of the only asset wanted; `nil` for all.
  public var asset: String?
  /// The only quantity wanted; `nil` for all.
  public var quantity: Quantity?
  /// Measured at this moment or later.
  public var from: Timestamp
  /// Measured before this moment.
  public var to: Timestamp

  /// A selection by event time, `from` included and `to` not.
  public init(asset: String? = nil, quantity: Quantity? = nil, from: Timestamp, to: Timestamp) {
    self.asset = asset
    self.quantity = quantity
    self.from = from
    self.to = to
  }
}

/// One reading of the history.
public struct StoredReading: Hashable, Sendable {
  /// The asset's id.
  public var asset: String
  /// The device's id.
  public var device: String
  /// The reading, with its event time.
  public var reading: Reading
  /// What became of it when it came.
  public var flags: ReadingFlags
  /// When it arrived.
  public var arrivedAt: Timestamp

  /// A reading of the history.
  public init(asset: String, device: String, reading: Reading, flags: ReadingFlags, arrivedAt: Timestamp) {
    self.asset = asset
    self.device = device
    self.reading = reading
    self.flags = flags
    self.arrivedAt = arrivedAt
  }
}

/// A place in the history's order, which is the order of arrival: it stays valid while more arrives.
public struct HistoryPosition: Hashable, Sendable, BitwiseCopyable {
  /// The number of the uplink at which to go on.
  public var uplink: Int64
  /// How many of its readings were seen already.
  public var reading: Int

  /// A place in the history.
  public init(uplink: Int64, reading: Int) {
    self.uplink = uplink
    self.reading = reading
  }
}

/// What the core and the API ask of whoever stores readings.
public protocol ReadingHistory: Sendable {
  /// Folds stored readings into `result`, in order of arrival: late ones come where they arrived.
  ///
  /// Readings that the city uses for nothing (implausible, or from the future) are left out. Nothing is held
  /// but `result`. One call does a bounded amount of work, so it may stop before the end.
  /// - Parameters:
  ///   - selection: which readings.
  ///   - start: where to go on; `nil` for the beginning.
  ///   - result: what to begin with.
  ///   - takeSum: at the beginning of a selection of one asset, adds what remains of readings that are no longer
  ///     kept, hours first: those of periods that begin within the selection. Each reading comes once, as itself or
  ///     in a sum.
  ///   - take: adds a reading, and says whether more are wanted.
  /// - Returns: the result, and where to go on; `nil` there when nothing is left.
  /// - Throws: why the history can't be read.
  func fold<Result: Sendable>(
    _ selection: ReadingSelection, from start: HistoryPosition?, into result: Result,
    sums takeSum: (@Sendable (inout Result, StoredSum) -> Void)?,
    _ take: @escaping @Sendable (inout Result, StoredReading) -> Bool
  ) async throws -> (result: Result, next: HistoryPosition?)
}

extension ReadingHistory {
  /// Folds stored readings, without what remains of those that are no longer kept.
  public func fold<Result: Sendable>(
    _ selection: ReadingSelection, from start: HistoryPosition?, into result: Result,
    _ take: @escaping @Sendable (inout Result, StoredReading) -> Bool
  ) async throws -> (result: Result, next: HistoryPosition?) {
    try await fold(selection, from: start, into: result, sums: nil, take)
  }
}
