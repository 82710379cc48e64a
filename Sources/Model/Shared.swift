/// A value that many hold and nobody changes, or that few have: in a place of its own, of which a holder has the address.
public final class Shared<Value: Sendable>: Sendable {
  /// What is held.
  public let value: Value

  /// Puts a value into a place of its own.
  public init(_ value: Value) { self.value = value }
}

extension Shared: Equatable where Value: Equatable {
  /// Whether the values are equal, wherever they stand.
  public static func == (left: Shared, right: Shared) -> Bool { left === right || left.value == right.value }
}

extension Shared: Hashable where Value: Hashable {
  /// Hashes the value.
  public func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}
