/// Why something was not delivered, as far as we know.
public struct DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// For people; without addresses that may be secret.
  public let description: String

  /// A reason.
  public init(_ description: String) { self.description = description }
}
