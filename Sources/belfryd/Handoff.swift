import Synchronization

/// Carries one value that can't be copied into the thread that will own it.
final class Handoff<Value: ~Copyable & Sendable>: Sendable {
  private let value: Mutex<Value?>

  init(_ value: consuming sending Value) { self.value = Mutex(value) }

  /// The value, once; `nil` ever after.
  func take() -> Value? {
    value.withLock { value in
      var taken: Value?
      swap(&taken, &value)
      return taken
    }
  }
}
