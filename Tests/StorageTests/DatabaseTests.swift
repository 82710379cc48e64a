import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct DatabaseTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(fsync: Bool = true) throws -> Storage.Database {
    try Storage.Database(path: folder.history, fsync: fsync)
  }

  @Test(arguments: [(true, 2), (false, 1)])
  func commitsAreAsDurableAsAskedFor(fsync: Bool, level: Int) throws {
    let database = try open(fsync: fsync)
    let found = try database.pool.writeWithoutTransaction { db in
      (
        synchronous: try Int.fetchOne(db, sql: "PRAGMA synchronous"),
        journal: try String.fetchOne(db, sql: "PRAGMA journal_mode")
      )
    }
    #expect(found.synchronous == level)
    #expect(found.journal == "wal")
  }

  @Test func aHistoryOfANewerVersionIsRefused() throws {
    _ = try open()
    let other = try DatabaseQueue(path: folder.history)
    try other.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')") }
    try other.close()
    let error = #expect(throws: StorageError.self) { try open() }
    #expect(error?.description.contains(folder.history) ?? false)
    #expect(error?.description.contains("newer belfryd") ?? false)
    #expect(error?.isDamage == false)
  }

  @Test func whatIsNoHistoryIsRefusedByName() throws {
    let letter = Data("This is a letter, not a history.".utf8)
    try letter.write(to: URL(fileURLWithPath: folder.history))
    let error = #expect(throws: StorageError.self) { try open() }
    #expect(error?.description.contains(folder.history) ?? false)
    #expect(error?.isDamage == true)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.history)) == letter)
  }

  @Test func aMissingFolderIsSaid() throws {
    let path = folder.path + "/none/belfry.db"
    let error = #expect(throws: StorageError.self) { try Storage.Database(path: path, fsync: true) }
    #expect(error?.description.contains(path) ?? false)
    #expect(error?.isDamage == false)
  }

  /// Only what SQLite itself calls damage is damage: the rest passes, or is for people to mend.
  @Test(arguments: [
    ResultCode.SQLITE_ERROR, .SQLITE_PERM, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_NOMEM, .SQLITE_READONLY,
    .SQLITE_INTERRUPT, .SQLITE_IOERR, .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_FSYNC,
    .SQLITE_FULL, .SQLITE_CANTOPEN, .SQLITE_AUTH, .SQLITE_CONSTRAINT, .SQLITE_SCHEMA,
  ])
  func whatIsNoDamage(code: ResultCode) {
    #expect(!StorageError("belfry.db", DatabaseError(resultCode: code)).isDamage)
    #expect(!StorageError(code.rawValue, "no").isDamage)
  }

  @Test(arguments: [
    ResultCode.SQLITE_CORRUPT, .SQLITE_CORRUPT_INDEX, .SQLITE_NOTADB,
  ])
  func whatIsDamage(code: ResultCode) {
    #expect(StorageError("belfry.db", DatabaseError(resultCode: code)).isDamage)
    #expect(StorageError("belfry.db", StorageError(code.rawValue, "malformed")).isDamage)
  }

  @Test func numbersStayWhateverElseComes() throws {
    let first = try open()
    let devices = try first.numbers(ofDevices: ["b", "a", "c"])
    #expect(Set(devices).count == 3)
    #expect(try first.numbers(ofAssets: ["b"]).count == 1)
    let second = try open()
    // "b" left the registry and comes back, "d" is new and "a" stands elsewhere.
    let without = try second.numbers(ofDevices: ["d", "c", "a"])
    #expect(without[1] == devices[2])
    #expect(without[2] == devices[1])
    #expect(!devices.contains(without[0]))
    #expect(try second.numbers(ofDevices: ["b", "d"]) == [devices[0], without[0]])
    #expect(try second.numbers(ofDevices: []) == [])
  }

  @Test func anEmptyHistoryHasNoOldest() throws {
    let extent = try open().extent()
    #expect(extent.readings == 0)
    #expect(extent.oldest == nil)
    #expect(extent.bytes > 0)
  }
}
