import Foundation

/// The file beside the history that says how far it has come: how many batches the journal has committed.
///
/// SQLite takes a write-ahead log that breaks off for one that ends there, and forgets what came behind without a
/// word. This file is written after each commit and knows better. Nobody waits until it is on the disk: after a power
/// cut it may know less than the history, which says nothing, and never more.
struct CommitMark: Sendable {
  /// What its name adds to the history's.
  static let suffix = "-committed"

  private static let size = 16
  private let file: FileHandle

  /// Opens the mark of the history at `path`, or makes it.
  init(forHistoryAt path: String) throws {
    let url = URL(fileURLWithPath: path + Self.suffix)
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    file = try FileHandle(forUpdating: url)
  }

  /// There are so many batches now, and they are on disk.
  func write(_ commits: Int64) throws {
    let word = UInt64(bitPattern: commits)
    var bytes = Data(capacity: Self.size)
    for word in [word, ~word] { bytes.append(word: word) }
    try file.seek(toOffset: 0)
    try file.write(contentsOf: bytes)
  }

  /// How many batches the history at `path` had; `nil` when nobody knows.
  static func read(forHistoryAt path: String) -> Int64? {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path + suffix)), bytes.count == size else {
      return nil
    }
    // A mark that is damaged itself must not make the history look so.
    return bytes.word(at: 8) == ~bytes.word(at: 0) ? Int64(bitPattern: bytes.word(at: 0)) : nil
  }

  /// Forgets the mark of the history at `path`.
  static func remove(forHistoryAt path: String) { try? FileManager.default.removeItem(atPath: path + suffix) }
}
