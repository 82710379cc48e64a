/// A file that has been read from its disk.
public struct InputFile: Sendable {
  /// The path, by which problems name it.
  public let path: String
  /// What is in it.
  public let bytes: [UInt8]

  /// A file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
