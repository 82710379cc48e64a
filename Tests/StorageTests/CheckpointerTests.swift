import Foundation
import GRDB
import Model
import Synchronization
import Testing

@testable import Storage

@Suite struct CheckpointerTests {
  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }

  private let folder: TemporaryFolder
  private let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.history, fsync: true)
  }

  /// Bytes of the history, or of its log.
  private func size(_ suffix: String = "") throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.history + suffix)
    return try #require(attributes[.size] as? Int)
  }

  private func pagesOfTheHistory() throws -> Int { try size() / 4096 }

  private func write(_ messages: Int, each: Int = 4000) throws {
    var town = try TownWithHistory(SmallTown.definition, database)
    for message in 0..<messages {
      let at = SmallTown.start + .seconds(message)
      let uplink = SmallTown.uplink(0, counter: UInt32(message), at: at)
      _ = town.take(uplink, device: 0, [Reading(.co2, Double(message % 1000), at: at)], arrivedAt: at)
      if message % each == each - 1 { town.write() }
    }
    town.write()
  }

  private static func run(_ checkpointer: Checkpointer, isEnding: () -> Bool) {
    checkpointer.run(
      log: { Issue.record("\($0)") }, foundDamage: { Issue.record($0) }, isEnding: isEnding)
  }

  @Test("What the journal has written is folded back when it is enough")
  func enough() throws {
    let checkpointer = try Checkpointer(database)
    try checkpointer.step()
    let before = try pagesOfTheHistory()
    try write(60_000)
    #expect(try pagesOfTheHistory() == before, "by itself it stays in the log")
    try #require(checkpointer.growth.pages > 1000)
    // It asks before a step and after it.
    var questions = 0
    Self.run(
      checkpointer,
      isEnding: {
        questions += 1
        return questions > 1
      })
    #expect(
      try pagesOfTheHistory() == database.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") })
    // What lies in the history is whole without its log.
    let copy = folder.path + "/copy.db"
    try FileManager.default.copyItem(atPath: folder.history, toPath: copy)
    let rows = try DatabaseQueue(path: copy).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") }
    #expect(rows == 60_000)
  }

  @Test("It does not wait for a transaction that is open")
  func beside() throws {
    let checkpointer = try Checkpointer(database)
    try checkpointer.step()
    let before = try pagesOfTheHistory()
    try write(2000)
    try database.pool.write { db in
      try db.execute(sql: "DELETE FROM uplink WHERE number = 1")
      try checkpointer.step()
      #expect(try pagesOfTheHistory() > before)
      try db.execute(sql: "DELETE FROM uplink WHERE number = 2")
    }
    let rows = try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") }
    #expect(rows == 1998)
  }

  @Test("Under commits without a pause the log begins anew each time it is long, and nothing is lost")
  func bounded() throws {
    let checkpointer = try Checkpointer(database, logPagesMax: 1500)
    let isEnding = Flag()
    let ended = DispatchSemaphore(value: 0)
    Thread {
      Self.run(checkpointer, isEnding: { isEnding.isSet })
      ended.signal()
    }.start()
    try write(30_000, each: 10)
    isEnding.set()
    checkpointer.wakeUp()
    ended.wait()
    #expect(try size("-wal") / 4120 < checkpointer.growth.pages, "it began anew")
    let rows = try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") }
    #expect(rows == 30_000)
    #expect(try database.pool.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
  }

  @Test("When it is gone the log is folded back as ever")
  func gone() throws {
    do { _ = try Checkpointer(database) }
    let before = try pagesOfTheHistory()
    try write(60_000)
    #expect(try pagesOfTheHistory() > before + 100)
  }
}
