/// Why the history can't be opened or written.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, for people.
  public let description: String

  init(_ description: String) { self.description = description }
}
