import Foundation

/// A folder that goes when nobody needs it any more.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/belfry-storage-\(UInt64.random(in: 0 ..< .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Where a test's history stands.
  var history: String { path + "/belfry.db" }
}
