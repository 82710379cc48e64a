import Foundation
import GRDB

/// The history as others see it: what docs/formats/history.md says.
extension Town {
  /// A row of the history.
  struct Uplink {
    let row: Int
    let device: String
    let counter: Int
  }

  /// The number that a query gives.
  func number(_ sql: String) throws -> Int {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: database, configuration: configuration).read {
      try Int.fetchOne($0, sql: sql) ?? 0
    }
  }

  /// The texts that a query gives.
  func texts(_ sql: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: database, configuration: configuration).read {
      try String.fetchAll($0, sql: sql)
    }
  }

  /// The uplinks of the devices whose names are like this, in order of their rows; of a history that was set aside when
  /// `path` names it.
  func uplinks(ofDevicesLike pattern: String, in path: String? = nil) throws -> [Uplink] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path ?? database, configuration: configuration).read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT uplink.number, name, coalesce(frame_counter, 0) FROM uplink JOIN device ON device = device.number
          WHERE name LIKE ? ORDER BY uplink.number
          """, arguments: [pattern]
      ).map { Uplink(row: $0[0], device: $0[1], counter: $0[2]) }
    }
  }

  /// The histories that were set aside, the oldest first.
  func damagedHistories() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + "/run")
      .filter { $0.wholeMatch(of: /belfry\.db-damaged-\d{8}T\d{6}Z/) != nil }.sorted()
      .map { folder + "/run/" + $0 }
  }

  /// Does something to the history that the daemon would not.
  func damage(_ sql: String) throws { try DatabaseQueue(path: database).write { try $0.execute(sql: sql) } }

  /// Spoils the first page of a table, in a history that nobody has open and that has no log.
  func spoil(_ table: String) throws {
    let page = try number("SELECT rootpage FROM sqlite_master WHERE name = '\(table)'")
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: database))
    try file.seek(toOffset: UInt64((page - 1) * 4096))
    try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
    try file.close()
  }

  /// Keeps the daemon from writing while `body` runs.
  func whileNobodyWrites(_ body: () throws -> Void) throws {
    try DatabaseQueue(path: database).inTransaction(.immediate) { _ in
      try body()
      return .rollback
    }
  }
}
