import Foundation
import GRDB
import Model
import Rings
import Testing

@testable import Storage

/// What is found of damage, and how a history is set aside.
@Suite struct DamagedHistoryTests {
  private let folder: TemporaryFolder
  private static let noon = Timestamp(seconds: 1_795_957_200)

  init() throws { folder = try TemporaryFolder() }

  /// A history of so many batches, as a daemon leaves it that is killed: with its write-ahead log.
  private func killedHistory(batches: Int) throws {
    let database = try Storage.Database(path: folder.path + "/live.db", fsync: true)
    var town = try TownWithHistory(SmallTown.definition, database)
    for batch in 0..<batches {
      let at = SmallTown.start + .seconds(batch)
      let uplink = SmallTown.uplink(0, counter: UInt32(batch), at: at)
      _ = town.take(uplink, device: 0, [Reading(.co2, 400, at: at)], arrivedAt: at)
      town.write()
    }
    for suffix in ["", "-wal", CommitMark.suffix] {
      try FileManager.default.copyItem(
        atPath: folder.path + "/live.db" + suffix, toPath: folder.history + suffix)
    }
  }

  private func open(fsync: Bool = true) throws -> Storage.Database {
    try Storage.Database(path: folder.history, fsync: fsync)
  }

  private func size(_ file: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
  }

  private func cut(_ file: String, to size: Int) throws {
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
    try handle.truncate(atOffset: UInt64(size))
    try handle.close()
  }

  @Test func aLogThatIsWholeIsTaken() throws {
    try killedHistory(batches: 10)
    let database = try open()
    #expect(database.missingBatches == 0)
    #expect(try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") } == 10)
  }

  @Test func aLogThatBreaksOffIsDamageAndStaysAsItIs() throws {
    try killedHistory(batches: 10)
    let log = folder.history + "-wal"
    let half = try size(log) / 2
    try cut(log, to: half)
    let error = #expect(throws: StorageError.self) { try open() }
    #expect(error?.isDamage == true)
    #expect(error?.description.contains("breaks off") ?? false, "\(error?.description ?? "")")
    #expect(try size(log) == half, "what is left of it is not folded into the database")
  }

  @Test func aLogThatBreaksOffIsSeenBehindALink() throws {
    try killedHistory(batches: 10)
    let disk = folder.path + "/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    for suffix in ["", "-wal"] {
      try FileManager.default.moveItem(atPath: folder.history + suffix, toPath: disk + "/belfry.db" + suffix)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.history, withDestinationPath: disk + "/belfry.db")
    try cut(disk + "/belfry.db-wal", to: size(disk + "/belfry.db-wal") / 2)
    #expect(#expect(throws: StorageError.self) { try open() }?.isDamage == true)
  }

  @Test func aByteThatIsWrongInTheLogIsSeen() throws {
    try killedHistory(batches: 10)
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: folder.history + "-wal"))
    try handle.seek(toOffset: UInt64(try size(folder.history + "-wal") / 2))
    try handle.write(contentsOf: Data([0xAB, 0xCD, 0xEF]))
    try handle.close()
    #expect(#expect(throws: StorageError.self) { try open() }?.isDamage == true)
  }

  @Test func anEmptyDatabaseWithALogIsDamageAndTheLogStays() throws {
    try killedHistory(batches: 3)
    try cut(folder.history, to: 0)
    let log = try size(folder.history + "-wal")
    #expect(#expect(throws: StorageError.self) { try open() }?.isDamage == true)
    #expect(try size(folder.history + "-wal") == log)
  }

  @Test func aRestoredHistoryIsTakenAndToldOnce() throws {
    try killedHistory(batches: 10)
    // What a backup is: one file, and older.
    try FileManager.default.removeItem(atPath: folder.history + "-wal")
    let missing = try open().missingBatches
    #expect((1...10).contains(missing))
    #expect(try open().missingBatches == 0)
  }

  @Test func aCommitThatNeedNotLastMayBeMissing() throws {
    try killedHistory(batches: 10)
    try cut(folder.history + "-wal", to: size(folder.history + "-wal") / 2)
    #expect(try open(fsync: false).missingBatches == 0)
    // And when it must last again, nobody is measured by what was before.
    #expect(try open().missingBatches == 0)
  }

  @Test func aMarkThatIsDamagedSaysNothing() throws {
    try killedHistory(batches: 10)
    try cut(folder.history + "-wal", to: size(folder.history + "-wal") / 2)
    try Data(repeating: 0x11, count: 16).write(to: URL(fileURLWithPath: folder.history + CommitMark.suffix))
    #expect(try open().missingBatches == 0)
  }

  @Test func aRowThatIsNotAsTheSchemaSaysIsDamage() throws {
    let database = try open()
    var town = try TownWithHistory(SmallTown.definition, database)
    let uplink = SmallTown.uplink(0, counter: 1, at: SmallTown.start)
    _ = town.take(
      uplink, device: 0, [Reading(.co2, 400, at: SmallTown.start)], arrivedAt: SmallTown.start)
    town.write()
    try database.pool.write { db in
      try db.execute(
        sql: """
          PRAGMA writable_schema = 1;
          UPDATE sqlite_master SET sql = replace(sql, 'received_at INTEGER NOT NULL', 'received_at INTEGER')
            WHERE name = 'uplink';
          PRAGMA writable_schema = RESET;
          UPDATE uplink SET received_at = NULL;
          """)
    }
    let error = #expect(throws: StorageError.self) { _ = try TownWithHistory(SmallTown.definition, database) }
    #expect(error?.isDamage == true)
  }

  @Test func theJournalEndsWhereTheHistoryIsDamaged() throws {
    let page = try open().pool.read { db in
      try #require(try Int.fetchOne(db, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'quarantine'"))
    }
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.history))
    try file.seek(toOffset: UInt64((page - 1) * 4096))
    try file.write(contentsOf: Data(repeating: 0xFF, count: 4096))
    let database = try open()
    var town = try TownWithHistory(SmallTown.definition, database)
    let uplink = SmallTown.uplink(0, counter: 1, at: SmallTown.start)
    _ = town.take(
      uplink, device: 0, [Reading(.co2, 400, at: SmallTown.start)], arrivedAt: SmallTown.start)
    town.refuse(.badBase64, topic: "v3", payload: "{}", arrivedAt: SmallTown.start)
    var questions = 0
    town.write {
      questions += 1
      // A journal that tries again would ask for ever.
      return questions > 3
    }
    #expect(questions == 1)
    #expect(town.damage.all.count == 1)
    #expect(town.progress.committed == 0)
    #expect(try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") } == 0)
  }

  @Test func everythingThatBelongsToAHistoryIsSetAside() throws {
    let suffixes = ["", "-wal", "-shm", "-snapshot", "-committed"]
    for suffix in suffixes + [".lock", "-back-fill-city"] {
      try Data(suffix.utf8).write(to: URL(fileURLWithPath: folder.history + suffix))
    }
    let aside = try DamagedHistory.setAside(historyAt: folder.history, at: Self.noon)
    #expect(aside.path == folder.history + "-damaged-20261129T130000Z")
    for suffix in suffixes {
      #expect(try Data(contentsOf: URL(fileURLWithPath: aside.path + suffix)) == Data(suffix.utf8))
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.contains("-damaged-") }
    #expect(Set(left) == ["belfry.db.lock", "belfry.db-back-fill-city"])
    #expect(DamagedHistory.all(besideHistoryAt: folder.history) == [aside])
  }

  @Test func twoInTheSameSecondDoNotMeet() throws {
    for text in ["first", "second"] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.history))
      _ = try DamagedHistory.setAside(historyAt: folder.history, at: Self.noon)
    }
    let all = DamagedHistory.all(besideHistoryAt: folder.history)
    #expect(
      try all.map { try String(contentsOfFile: $0.path, encoding: .utf8) } == ["first", "second"])
  }
}
