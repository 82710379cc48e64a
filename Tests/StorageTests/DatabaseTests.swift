import Foundation
import GRDB
import Storage
import Testing

@Suite struct DatabaseTests {
  private let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/belfry-storage-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private var path: String { folder + "/belfry.db" }

  @Test func numbersStayWithTheirNames() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try Storage.Database(path: path, fsync: true).numbers(ofDevices: ["a", "b", "c"])
    #expect(Set(first).count == 3)
    let second = try Storage.Database(path: path, fsync: true).numbers(ofDevices: ["c", "x", "a"])
    #expect(second[0] == first[2])
    #expect(second[2] == first[0])
    #expect(!first.contains(second[1]))
  }

  @Test func aNewerHistoryIsRefusedAndLeftAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    _ = try Storage.Database(path: path, fsync: true)
    try DatabaseQueue(path: path).write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')")
    }
    #expect {
      try Storage.Database(path: path, fsync: true)
    } throws: { error in
      "\(error)".contains("newer belfryd")
    }
  }
}
