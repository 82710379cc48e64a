public import Model

/// How simulated time maps to the time that stands in the messages.
///
/// The simulation may run faster than the clock on the wall, but whoever receives its messages must find
/// them plausible: their times are those of the wall.
public struct MessageClock: Hashable, Sendable {
  /// Simulated time at the start.
  public var simulatedStart: Timestamp
  /// Time in the messages at the start.
  public var messageStart: Timestamp
  /// How many times faster simulated time runs; more than 0.
  public var speed: Double

  /// A clock; with `speed` 1 and equal starts both times are one.
  public init(simulatedStart: Timestamp, messageStart: Timestamp, speed: Double = 1) {
    self.simulatedStart = simulatedStart
    self.messageStart = messageStart
    self.speed = speed
  }

  /// The time that a message of the simulated moment `simulated` carries.
  public func messageTime(_ simulated: Timestamp) -> Timestamp {
    let elapsed = simulated - simulatedStart
    guard speed != 1 else { return messageStart + elapsed }
    return messageStart + .nanoseconds(Int64((Double(elapsed.wholeNanoseconds) / speed).rounded()))
  }
}
