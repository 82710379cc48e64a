import Core
import GRDB
import Model
import Testing

@testable import Storage

/// What must be told is on disk with the step that causes it, and gone when everybody knows.
@Suite struct OutboxTests {
  private let folder: TemporaryFolder
  private let database: Storage.Database
  private let outbox: Outbox

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.history, fsync: false)
    outbox = Outbox(database)
  }

  /// Writes steps of alerts as the journal does, each with its notice.
  private func write(_ steps: [(alert: String, state: String, at: Int64, notice: String)]) throws {
    try database.pool.write { db in
      let statements = try JournalStatements(db)
      for step in steps {
        let json = """
          {"alert":"\(step.alert)","rule":"r","ruleVersion":"v","asset":"a","severity":"info","state":"\(step.state)","summary":"",
          "since":0,"at":\(step.at),"notedAt":\(step.at),"cause":""}
          """
        let record = try TransitionRecord(Array(json.utf8).span)
        try statements.insertNotice(Array(step.notice.utf8).span, of: record)
        try statements.insertTransition(record)
      }
    }
  }

  private func contents() async throws -> [String] {
    try await outbox.entries(after: 0).map { String(decoding: $0.notice, as: UTF8.self) }
  }

  @Test func itHoldsEachAlertInItsNewestVersion() async throws {
    try write([("x", "firing", 1, "x1"), ("y", "firing", 2, "y1"), ("x", "resolved", 3, "x2")])
    #expect(try await contents() == ["y1", "x2"])
    let numbers = try await outbox.entries(after: 0).map(\.number)
    #expect(numbers == [2, 3])
    #expect(try await outbox.entries(after: 2).map(\.alert) == ["x"])
  }

  @Test func aStepThatIsFoundAgainIsNoNews() async throws {
    try write([("x", "firing", 1, "x1")])
    try await outbox.settle([], finished: [("x", 1)])
    try write([("x", "firing", 1, "again")])
    #expect(try await contents() == [])
  }

  @Test func whatIsFinishedGoesUnlessItIsNewerThanWhatWasSeen() async throws {
    try write([("x", "firing", 1, "x1"), ("y", "firing", 1, "y1")])
    let told = Told(number: 1, isResolved: false, at: Timestamp(seconds: 7))
    let knowledge = [
      Outbox.Knowledge(receiver: "ops", alert: "x", told),
      Outbox.Knowledge(receiver: "ops", alert: "y", told),
    ]
    try await outbox.settle(knowledge)
    try write([("x", "resolved", 2, "x2")])
    try await outbox.settle([], finished: [("x", 1), ("y", 2)])
    #expect(try await contents() == ["x2"])
    let left = try await outbox.knowledge()
    #expect(left.map(\.alert) == ["x"])
    #expect(left.map(\.told) == [told])
  }

  @Test func aStartMakesItAgreeWithTheCity() async throws {
    try write([
      ("gone", "firing", 1, "gone"), ("known", "firing", 1, "known"), ("over", "resolved", 1, "over"),
    ])
    try outbox.reconcile(
      firing: ["known": Array("other".utf8), "new": Array("new".utf8)],
      end: { alert, _ in alert == "over" ? nil : Array("\(alert) ended".utf8) }, at: Timestamp(seconds: 9))
    #expect(try await contents() == ["known", "over", "gone ended", "new"])
  }
}
