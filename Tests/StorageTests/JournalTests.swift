import Foundation
import GRDB
import Model
import Rings
import Testing

@testable import Storage

@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private let database: Storage.Database

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.history, fsync: true)
  }

  /// A town that has taken so many messages, each with one reading, a second apart.
  private func town(messages: Int) throws -> TownWithHistory {
    var town = try TownWithHistory(SmallTown.definition, database)
    for message in 0..<messages {
      let at = SmallTown.start + .seconds(message)
      let uplink = SmallTown.uplink(0, counter: UInt32(message), at: at)
      _ = town.take(uplink, device: 0, [Reading(.co2, 400 + Double(message), at: at)], arrivedAt: at)
    }
    return town
  }

  private func counters() throws -> [Int64] {
    try database.pool.read { try Int64.fetchAll($0, sql: "SELECT frame_counter FROM uplink ORDER BY number") }
  }

  /// How many readings the stored uplinks hold: those that came and those that were derived.
  private func storedReadings(atLeast least: Int) throws -> Int {
    let blobs = try database.pool.read { try Data.fetchAll($0, sql: "SELECT readings FROM uplink") }
    var count = 0
    for blob in blobs {
      let bytes = [UInt8](blob)
      count += ReadingBlob.readings(in: bytes.span, receivedAt: SmallTown.start).count
    }
    #expect(count >= least)
    return count
  }

  private func row(_ sql: String) throws -> Row {
    try #require(try database.pool.read { try Row.fetchOne($0, sql: sql) })
  }

  @Test func progressIsPublishedWhenTheMessagesAreOnDisk() throws {
    var town = try town(messages: 7)
    let commits = Commits(town.progress)
    database.pool.add(transactionObserver: commits)
    #expect(town.progress.committed == 0)
    town.write()
    #expect(commits.progressBefore == [0])
    #expect(town.progress.committed == 7)
    #expect(try counters() == Array(0..<7))
    #expect(try database.extent().readings == storedReadings(atLeast: 7))
    #expect(try database.extent().oldest == SmallTown.start)
  }

  @Test func manyRecordsAreFewTransactions() throws {
    // Two records for each message: the uplink and the progress.
    let messages = Journal.batchRecordsUsual + 100
    var town = try town(messages: messages)
    let commits = Commits(town.progress)
    database.pool.add(transactionObserver: commits)
    town.write()
    #expect(commits.progressBefore.count == 3)
    #expect(commits.progressBefore == commits.progressBefore.sorted())
    #expect(town.progress.committed == UInt64(messages))
    #expect(try counters().count == messages)
  }

  @Test func aCommitThatFailsIsTriedAgain() throws {
    var town = try town(messages: 5)
    let commits = Commits(town.progress, refusals: 2)
    database.pool.add(transactionObserver: commits)
    var failures = 0
    let progress = town.progress
    town.write {
      // Asked before each look at the ring, and after each failure.
      if commits.attempts > failures {
        failures = commits.attempts
        if commits.refusals >= 0, commits.progressBefore.isEmpty { #expect(progress.committed == 0) }
      }
      return !commits.progressBefore.isEmpty
    }
    #expect(commits.attempts == 3)
    #expect(commits.progressBefore == [0])
    #expect(town.progress.committed == 5)
    #expect(try counters() == Array(0..<5))
    #expect(try database.extent().readings == storedReadings(atLeast: 5))
    #expect(town.log.all.count == 2, "trouble is told when it begins and when it ends")
    #expect(town.log.all.first?.contains("nothing is acknowledged") ?? false)
  }

  @Test func aFullDiskLosesNothing() throws {
    var town = try town(messages: 2000)
    try database.pool.write { try $0.execute(sql: "PRAGMA max_page_count = 20") }
    let progress = town.progress
    var attempts = 0
    town.write {
      attempts += 1
      if attempts == 2 {
        // The first attempt has failed, in the middle of the batch.
        #expect(progress.committed == 0)
        #expect((try? counters()) == [])
        _ = try? database.pool.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
      }
      return attempts > 2
    }
    #expect(town.log.all.first?.contains("full") ?? false, "\(town.log.all)")
    #expect(progress.committed == 2000)
    #expect(try counters() == Array(0..<2000))
    #expect(try database.extent().readings == storedReadings(atLeast: 2000))
  }

  @Test func aDiskThatStaysFullDoesNotHoldUpTheEnd() throws {
    var town = try town(messages: 5)
    try database.pool.write { try $0.execute(sql: "PRAGMA query_only = 1") }
    var questions = 0
    town.write {
      questions += 1
      // A journal that never gives up would ask for ever.
      if questions > 10 {
        _ = try? database.pool.unsafeReentrantWrite { try $0.execute(sql: "PRAGMA query_only = 0") }
      }
      return true
    }
    #expect(questions <= 10)
    #expect(town.progress.committed == 0)
    #expect(try counters() == [])
  }

  @Test func messagesThatCantBeUsedAreKeptWithinALimit() throws {
    var town = try TownWithHistory(SmallTown.definition, database)
    for message in 0..<5100 {
      town.refuse(
        .badBase64, topic: "v3/a/devices/b/up", payload: "{\(message)}", arrivedAt: SmallTown.start)
    }
    town.write()
    #expect(town.progress.committed == 5100)
    let count = try database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM quarantine") }
    #expect(count == 5000)
    let newest = try row("SELECT reason, topic, payload FROM quarantine ORDER BY number DESC LIMIT 1")
    #expect(newest[0] == "bad_base64")
    #expect(newest[1] == Data("v3/a/devices/b/up".utf8))
    #expect(newest[2] == Data("{5099}".utf8))
    #expect(try database.extent().readings == 0)
  }

  @Test func emptyBytesAreNoNull() throws {
    var town = try TownWithHistory(SmallTown.definition, database)
    town.refuse(.malformedJSON, topic: "", payload: "", arrivedAt: SmallTown.start)
    town.write()
    let lengths = try row("SELECT length(topic), length(payload) FROM quarantine")
    #expect(lengths[0] == 0)
    #expect(lengths[1] == 0)
  }
}

/// Watches the commits of a history, and refuses the first of them as a failing disk does.
private final class Commits: TransactionObserver {
  private let progress: CommitProgress
  private(set) var refusals: Int
  private(set) var attempts = 0
  /// How far the progress was at the moment of each commit.
  private(set) var progressBefore: [UInt64] = []

  struct DiskFailure: Error {}

  init(_ progress: CommitProgress, refusals: Int = 0) {
    self.progress = progress
    self.refusals = refusals
  }

  func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
  func databaseDidChange(with event: DatabaseEvent) {}
  func databaseDidRollback(_ db: GRDB.Database) {}

  func databaseWillCommit() throws {
    attempts += 1
    guard refusals > 0 else { return }
    refusals -= 1
    throw DiskFailure()
  }

  func databaseDidCommit(_ db: GRDB.Database) { progressBefore.append(progress.committed) }
}
