import Foundation
public import Model

/// A history that was found damaged and lies aside, under a name of its own, for people to look after.
public struct DamagedHistory: Hashable, Sendable {
  /// The file. What belonged to the history lies beside it, so that `sqlite3` can open it with its write-ahead log.
  public let path: String

  private static let mark = "-damaged-"
  /// What belongs to a history. The database goes first: a write-ahead log that is left alone without it, since the
  /// daemon was killed in between, is seen to be damaged by the next start.
  private static let suffixes = ["", "-wal", "-shm", SnapshotFile.suffix, CommitMark.suffix]

  /// Sets the history at `path` aside, which nobody may have open: what starts then has a new one.
  /// - Throws: why that can't be; then it stays where it is.
  public static func setAside(historyAt path: String, at now: Timestamp) throws(StorageError)
    -> DamagedHistory
  {
    let files = FileManager.default
    var time = now
    var aside: String { path + mark + stamp(time) }
    while suffixes.contains(where: { files.fileExists(atPath: aside + $0) }) { time = time + .seconds(1) }
    do {
      for suffix in suffixes where files.fileExists(atPath: path + suffix) {
        try files.moveItem(atPath: path + suffix, toPath: aside + suffix)
      }
    } catch {
      throw StorageError("\(path) is damaged and can't be set aside: \(error.localizedDescription)")
    }
    return DamagedHistory(path: aside)
  }

  /// Those that lie beside the history at `path`, the oldest first.
  public static func all(besideHistoryAt path: String) -> [DamagedHistory] {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let start = url.lastPathComponent + mark
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(start) && $0.count == start.count + stamp(.distantPast).count }
      .sorted()
      .map { DamagedHistory(path: folder + "/" + $0) }
  }

  /// `20261129T131500Z`.
  private static func stamp(_ time: Timestamp) -> String {
    time.description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
