import Foundation
import GRDB
public import Model

/// The history: one SQLite file in WAL mode, one writer, any number of readers.
public final class Database: Sendable {
  /// The file.
  public let path: String
  /// How many of the journal's batches the history lacks that were in it once, since somebody has put an older one in
  /// its place or has taken its write-ahead log away; told by the first start only.
  public let missingBatches: Int64
  let pool: DatabasePool
  /// How far the journal has come; `nil` when commits need not last.
  let mark: CommitMark?

  /// Opens the history, and brings an older one up to date.
  /// - Parameters:
  ///   - path: the file; its folder must exist.
  ///   - fsync: whether a commit waits for the disk.
  /// - Throws: why it can't be opened, and what to do; ``StorageError/isDamage`` says whether it ever can.
  public init(path: String, fsync: Bool) throws(StorageError) {
    self.path = path
    missingBatches = try Self.missingBatches(path, fsync: fsync)
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.maximumReaderCount = 4
      // What is written is nearly all put at the end: a small cache is enough for that.
      configuration.prepareDatabase { db in
        if !db.configuration.readonly { try db.execute(sql: "PRAGMA cache_size = -256") }
      }
      pool = try DatabasePool(path: path, configuration: configuration)
      try Self.refuseNewer(pool)
      try Migrations.migrator.migrate(pool)
      try Self.setDurability(pool, fsync: fsync)
      mark = try Self.mark(path, fsync: fsync)
      if missingBatches > 0 { try mark?.write(Self.commits(path) ?? 0) }
    } catch let error as StorageError {
      throw error
    } catch {
      throw StorageError(path, error)
    }
  }

  private static func refuseNewer(_ pool: DatabasePool) throws {
    let isNewer = try pool.read { db in try Migrations.migrator.hasBeenSuperseded(db) }
    guard isNewer else { return }
    throw StorageError(
      "\(pool.path) was written by a newer belfryd; install that version or name another file")
  }

  private static func size(_ file: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return attributes?[.size] as? Int ?? 0
  }

  /// A power cut takes commits away that did not wait for the disk: then nobody can say how many there should be.
  private static func mark(_ path: String, fsync: Bool) throws -> CommitMark? {
    guard !fsync else { return try CommitMark(forHistoryAt: path) }
    CommitMark.remove(forHistoryAt: path)
    return nil
  }

  /// Looks at what lies there before anything is written: how many batches are missing.
  /// - Throws: when the write-ahead log breaks off.
  private static func missingBatches(_ path: String, fsync: Bool) throws(StorageError) -> Int64 {
    // SQLite follows a link, and has its log beside the file itself.
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let hasLog = size(file + "-wal") > 0
    guard !hasLog || size(file) > 0 else {
      // SQLite would delete the log.
      throw StorageError("\(path) is empty, and its write-ahead log is not", isDamage: true)
    }
    guard fsync, let marked = CommitMark.read(forHistoryAt: path), let commits = try commits(path),
      commits < marked
    else { return 0 }
    // A history that somebody has restored comes without a log; a daemon that was killed leaves one.
    guard hasLog else { return marked - commits }
    throw StorageError(
      "\(path): the write-ahead log breaks off, \(marked - commits) batches of messages are missing",
      isDamage: true)
  }

  /// How many batches of the journal the history at `path` holds; `nil` when it can't be read, as its opening will say.
  private static func commits(_ path: String) throws(StorageError) -> Int64? {
    guard size(path) > 0 else { return 0 }
    do {
      var configuration = Configuration()
      // Whoever may write folds the log back when he closes, and what is left of it is to be kept.
      configuration.readonly = true
      return try DatabaseQueue(path: path, configuration: configuration).read { db in
        // One that an older version wrote has not counted.
        guard try db.tableExists("progress"),
          try db.columns(in: "progress").contains(where: { $0.name == "commits" })
        else { return 0 }
        return try Int64.fetchOne(db, sql: "SELECT commits FROM progress") ?? 0
      }
    } catch {
      let error = StorageError(path, error)
      if error.isDamage { throw error }
      return nil
    }
  }

  /// GRDB sets `synchronous` to NORMAL for WAL after opening, which would make a commit forgettable: set it
  /// here, and look that it holds.
  private static func setDurability(_ pool: DatabasePool, fsync: Bool) throws {
    let level = try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = \(fsync ? "FULL" : "NORMAL")")
      return try Int.fetchOne(db, sql: "PRAGMA synchronous")
    }
    guard level == (fsync ? 2 : 1) else {
      throw StorageError("\(pool.path): SQLite does not make commits durable (synchronous is \(level ?? -1))")
    }
  }

  // MARK: - Numbers for names

  /// The numbers by which the history calls these devices, in their order; new ones are given.
  public func numbers(ofDevices names: [String]) throws(StorageError) -> [Int32] {
    try numbers(of: names, table: "device")
  }

  /// The numbers by which the history calls these assets, in their order; new ones are given.
  public func numbers(ofAssets names: [String]) throws(StorageError) -> [Int32] {
    try numbers(of: names, table: "asset")
  }

  /// The numbers by which the history calls these brokers, in their order; new ones are given.
  public func numbers(ofBrokers names: [String]) throws(StorageError) -> [Int32] {
    try numbers(of: names, table: "broker")
  }

  private func numbers(of names: [String], table: String) throws(StorageError) -> [Int32] {
    do {
      return try pool.write { db in
        var numbers = try Self.numbers(db, of: names, table: table)
        let insert = try db.makeStatement(sql: "INSERT INTO \(table)(name) VALUES (?)")
        for (index, name) in names.enumerated() where numbers[index] == 0 {
          try insert.execute(arguments: [name])
          numbers[index] = Int32(truncatingIfNeeded: db.lastInsertedRowID)
        }
        return numbers
      }
    } catch {
      throw StorageError(path, error)
    }
  }

  /// The numbers of names that the history knows; 0 for the others.
  private static func numbers(_ db: GRDB.Database, of names: [String], table: String) throws -> [Int32] {
    var numbers = [Int32](repeating: 0, count: names.count)
    var indexes: [String: Int] = [:]
    // Both were filled in the order of the registry: nearly always the next row is the next name.
    var next = 0
    let rows = try Row.fetchCursor(db, sql: "SELECT name, number FROM \(table) ORDER BY number")
    while let row = try rows.next() {
      let name: String = try row.decode(atIndex: 0)
      if next >= names.count || names[next] != name {
        if indexes.isEmpty {
          indexes = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }
        guard let index = indexes[name] else { continue }
        next = index
      }
      numbers[next] = try row.decode(atIndex: 1)
      next += 1
    }
    return numbers
  }

  // MARK: - What there is

  /// When the newest uplink arrived; `nil` when there is none.
  func newestArrival() throws(StorageError) -> Timestamp? {
    do {
      return try pool.read { db in
        let newest = try Int64.fetchOne(db, sql: "SELECT arrived_at FROM uplink ORDER BY number DESC LIMIT 1")
        return newest.map(Timestamp.init(nanoseconds:))
      }
    } catch {
      throw StorageError(path, error)
    }
  }

  /// How large the history is and how far back it goes.
  public struct Extent: Sendable {
    /// Bytes on disk, the write-ahead log not included.
    public var bytes: Int
    /// Readings in the accepted uplinks.
    public var readings: Int
    /// When the oldest uplink arrived; `nil` when there is none.
    public var oldest: Timestamp?
  }

  /// How large the history is now.
  public func extent() throws(StorageError) -> Extent {
    do {
      return try pool.read { db in
        let bytes = try Int.fetchOne(
          db, sql: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        let readings = try Int.fetchOne(db, sql: "SELECT readings FROM progress")
        let oldest = try Int64.fetchOne(db, sql: "SELECT arrived_at FROM uplink ORDER BY number LIMIT 1")
        return Extent(
          bytes: bytes ?? 0, readings: readings ?? 0, oldest: oldest.map(Timestamp.init(nanoseconds:)))
      }
    } catch {
      throw StorageError(path, error)
    }
  }
}
