/// One measured value, in the unit of its quantity, at the time it was measured.
public struct Reading: Hashable, Sendable, BitwiseCopyable {
  /// What was measured.
  public var quantity: Quantity
  /// The value in the quantity's unit; always finite.
  public var value: Double
  /// Event time: when it was measured, which for a stored or late reading is not when it arrived.
  public var at: Timestamp

  /// A reading; the caller vouches that `value` is finite.
  @inlinable public init(_ quantity: Quantity, _ value: Double, at: Timestamp) {
    self.quantity = quantity
    self.value = value
    self.at = at
  }
}
