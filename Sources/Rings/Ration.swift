/// How often something is done that costs about the same however little there is to do: some times in a row, then once
/// in each interval.
///
/// All times are nanoseconds of one clock that counts.
public struct Ration: Sendable {
  /// How many may follow each other without a pause.
  public static let inARow: Int64 = 4
  /// So many messages are not little. mosquitto has 20 on the way before it waits for acknowledgements.
  public static let full = 16
  /// Whoever waited for acknowledgements sends within this time after them: 5 ms.
  public static let answer: Int64 = 5_000_000

  private let interval: Int64
  /// The ration is used up to here.
  private var usedUntil = Int64.min / 2

  /// A ration of which nothing is used.
  /// - Parameter interval: nanoseconds between two times, when they go on.
  public init(interval: Int64) { self.interval = interval }

  /// When it may be done again, which may be long ago.
  public var next: Int64 { usedUntil - (Self.inARow - 1) * interval }

  /// It was done.
  public mutating func use(at now: Int64) {
    usedUntil = min(max(usedUntil, now), now + (Self.inARow - 1) * interval) + interval
  }
}
