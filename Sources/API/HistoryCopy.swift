import Foundation

/// A copy of the history that was made for one caller.
public struct HistoryCopy: Sendable {
  /// Where the file lies.
  public let path: String
  /// Its size in bytes.
  public let bytes: Int

  /// A copy.
  public init(path: String, bytes: Int) {
    self.path = path
    self.bytes = bytes
  }

  /// Opens the copy, and takes its name away: when the last reader has gone, so has the file.
  func take() throws -> FileHandle {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    return file
  }
}
