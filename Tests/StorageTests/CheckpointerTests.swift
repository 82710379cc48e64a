import Foundation
import GRDB
import Model
import Testing

@testable import Storage

@Suite struct CheckpointerTests {
  private let folder: TemporaryFolder
  private let database: Storage.Database
  private let growth: LogGrowth
  private let checkpointer: Checkpointer

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.history, fsync: true)
    growth = try LogGrowth()
    checkpointer = try Checkpointer(database, growth)
  }

  /// The pages that lie in the history itself, not in its log.
  private func pages() throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.history)
    return try #require(attributes[.size] as? Int) / 4096
  }

  private func write(_ messages: Int) throws {
    var town = try TownWithHistory(SmallTown.definition, database, growth: growth)
    for message in 0..<messages {
      let at = SmallTown.start + .seconds(message)
      let uplink = SmallTown.uplink(0, counter: UInt32(message), at: at)
      _ = town.take(uplink, device: 0, [Reading(.co2, Double(message % 1000), at: at)], arrivedAt: at)
      // As much as its ring holds.
      if message % 4000 == 3999 { town.write() }
    }
    town.write()
  }

  @Test("What the journal has written is folded back when it is enough")
  func enough() throws {
    try checkpointer.step()
    let before = try pages()
    try write(24_000)
    #expect(try pages() == before, "by itself it stays in the log")
    checkpointer.run(
      log: { Issue.record("\($0)") }, foundDamage: { Issue.record($0) },
      isEnding: { (try? pages()) ?? 0 > before + 100 })
    #expect(try pages() == database.pool.read { try Int.fetchOne($0, sql: "PRAGMA page_count") })
    // What lies in the history is whole without its log.
    let copy = folder.path + "/copy.db"
    try FileManager.default.copyItem(atPath: folder.history, toPath: copy)
    let rows = try DatabaseQueue(path: copy).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") }
    #expect(rows == 24_000)
  }

  @Test("It does not wait for a transaction that is open, nor that for it")
  func beside() throws {
    try checkpointer.step()
    let before = try pages()
    try write(2000)
    try database.pool.write { db in
      try db.execute(sql: "DELETE FROM uplink WHERE number = 1")
      try checkpointer.step()
      #expect(try pages() > before)
      try db.execute(sql: "DELETE FROM uplink WHERE number = 2")
    }
    let rows = try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM uplink") }
    #expect(rows == 1998)
  }
}
