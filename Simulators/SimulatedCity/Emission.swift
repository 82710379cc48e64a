public import Model

/// One MQTT message that leaves the simulated city.
public struct Emission: Hashable, Sendable {
  /// When it reaches the broker, in simulated time.
  public var simulatedAt: Timestamp
  /// The topic.
  public var topic: String
  /// The body.
  public var payload: [UInt8]
  /// The device that it is from, as the registry writes it.
  public var device: String
}
