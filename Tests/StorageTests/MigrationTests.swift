import Core
import Foundation
import GRDB
import Model
import Testing

@testable import Storage

/// Histories that released versions wrote are brought up to date, with all that is in them.
@Suite struct MigrationTests {
  private static let old: [String] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Old")
      .path
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).sorted().map { folder + "/" + $0 }
  }()

  @Test func thereIsOneForEachStepThatWasReleased() {
    #expect(Self.old.map { ($0 as NSString).lastPathComponent } == ["version-1.sql"])
  }

  @Test(arguments: old) func anOldHistoryGoesOn(file: String) async throws {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: folder.history)
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: String(contentsOfFile: file, encoding: .utf8))
    }
    try queue.close()
    let database = try Storage.Database(path: folder.history, fsync: true)
    let found = try await database.pool.read { db in
      try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
    }
    #expect(Set(found) == Set(Migrations.migrator.migrations))
    var city = City(definition: SmallTown.definition, rules: try SmallTown.rules())
    var news: [Transition] = []
    #expect(try database.recover(&city, &news).uplinks == 3)
    let selection = ReadingSelection(asset: "A-1", from: .distantPast, to: .distantFuture)
    let values = try await History(database).fold(selection, from: nil, into: [Double]()) { values, stored in
      values.append(stored.reading.value)
      return true
    }.result
    #expect(values == [700, 1200])
  }
}
