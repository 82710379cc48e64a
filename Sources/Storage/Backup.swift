import Foundation
import GRDB

extension Database {
  /// A copy of the history as one file, made while the journal goes on writing.
  public struct Copy: Sendable {
    /// Where it lies: beside the history, until whoever asked for it takes it away.
    public let path: String
    /// Its size in bytes.
    public let bytes: Int
  }

  /// Room that a copy leaves on the disk, so that the history itself can go on: 64 MiB.
  static let backupReserveBytes = 64 << 20
  /// 4 MiB a step: between two steps others get at the disk.
  private static let pagesPerStep: CInt = 1024

  /// Copies the history with SQLite's online backup, and looks that the copy is sound.
  ///
  /// The copy shows one moment, the begin. Until it is made, the write-ahead log can't be emptied, so it grows
  /// by what is written meanwhile.
  /// - Throws: why there is no copy; then nothing is left of it.
  public func copy() async throws(StorageError) -> Copy {
    let copy = path + ".backup"
    do {
      // What a daemon that was killed has left behind.
      Self.removeCopy(copy)
      try await pool.read { source in
        try Self.checkRoom(for: source, beside: path)
        var configuration = Configuration()
        // A copy that a power cut spoils is made again.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        let queue = try DatabaseQueue(path: copy, configuration: configuration)
        try queue.writeWithoutTransaction { target in
          try source.backup(to: target, pagesPerStep: Self.pagesPerStep)
          try Self.check(target)
        }
        try queue.close()
      }
      let size = try FileManager.default.attributesOfItem(atPath: copy)[.size] as? Int
      return Copy(path: copy, bytes: size ?? 0)
    } catch {
      Self.removeCopy(copy)
      throw StorageError(
        "the history can't be copied: \((error as? StorageError)?.description ?? "\(error)")")
    }
  }

  private static func removeCopy(_ path: String) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  private static func checkRoom(for source: GRDB.Database, beside path: String) throws {
    let bytes = try Int.fetchOne(
      source, sql: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let free = try FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int
    let needed = (bytes ?? 0) + backupReserveBytes
    guard let free, free < needed else { return }
    throw StorageError("\(folder) has \(free >> 20) MiB free, and \(needed >> 20) MiB are needed")
  }

  private static func check(_ copy: GRDB.Database) throws {
    let found = try String.fetchAll(copy, sql: "PRAGMA quick_check(1)")
    guard found == ["ok"] else {
      throw StorageError("the copy is damaged, so the history is: \(found.joined(separator: "; "))")
    }
  }
}
