public import Model

/// What became of the messages. Once traffic stops, `received` is the sum of the other message counts.
public struct IngestCounters: Hashable, Sendable {
  /// Messages that came.
  public internal(set) var received: UInt64 = 0
  /// Messages whose readings were taken.
  public internal(set) var decoded: UInt64 = 0
  /// Readings that were taken out of them.
  public internal(set) var readings: UInt64 = 0
  /// Messages that were there already.
  public internal(set) var duplicates: UInt64 = 0
  /// Messages with at least one reading that is older than what was known.
  public internal(set) var late: UInt64 = 0
  /// Readings that can't be true, or are from the future.
  public internal(set) var implausible: UInt64 = 0
  /// Messages of devices that are not registered.
  public internal(set) var unknownDevice: UInt64 = 0
  /// Messages that belong to the format and carry no measurement.
  public internal(set) var ignored: UInt64 = 0
  private var rejections = [UInt64](repeating: 0, count: Rejection.allCases.count)

  /// How many messages were refused for `reason`.
  public func rejected(_ reason: Rejection) -> UInt64 { rejections[reason.index] }

  /// All messages that were refused.
  public var rejectedTotal: UInt64 { rejections.reduce(0, +) }

  mutating func reject(_ reason: Rejection) { rejections[reason.index] += 1 }
}

extension Rejection {
  fileprivate var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
