public import Model

/// How many messages of one device are taken.
public struct MessageLimit: Hashable, Sendable {
  /// So many a second go on for ever.
  public var perSecond: Int
  /// So many may come at once: what a broker kept while we were away.
  public var burst: Int

  /// A limit; both numbers are at least 1.
  public init(perSecond: Int, burst: Int) {
    self.perSecond = perSecond
    self.burst = burst
  }

  /// 10 a second, and what a device that reports every 15 minutes sends in 100 days.
  public static let usual = MessageLimit(perSecond: 10, burst: 10_000)
}

/// Holds each device to its limit, so that one that has gone mad takes nothing from the others.
///
/// The generic cell rate algorithm (ITU-T I.371, annex A), which needs one time for each device. It goes by
/// arrival and stands before the city: what it refuses is no event, so a replay never needs it.
public struct DeviceQuota: Sendable {
  private let interval: Int64
  private let tolerance: Int64
  /// When each device's next message would come if it kept to the limit.
  private var due: [Int64]

  /// Nobody was heard yet.
  public init(_ limit: MessageLimit, devices: Int) {
    interval = 1_000_000_000 / Int64(limit.perSecond)
    tolerance = interval * Int64(limit.burst - 1)
    due = Array(repeating: .min, count: devices)
  }

  /// Takes note of a message.
  /// - Parameters:
  ///   - device: the device's index.
  ///   - arrivedAt: when the message arrived.
  /// - Returns: whether it is within the limit.
  public mutating func admits(_ device: Int, at arrivedAt: Timestamp) -> Bool {
    let now = arrivedAt.nanoseconds
    // One that is due later than any limit allows was heard before the clock was set back.
    let isBehind = due[device] > now + tolerance + interval
    let expected = isBehind ? now : max(due[device], now)
    guard expected - now <= tolerance else { return false }
    due[device] = expected + interval
    return true
  }
}
