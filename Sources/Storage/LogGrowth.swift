import GRDB
import GRDBSQLite
import Rings
import Synchronization

/// How much the one connection that writes has put into the write-ahead log.
///
/// SQLite tells it of each commit, when it is done; then it no longer folds the log back by itself.
///
/// **Why this is sound.** SQLite keeps the address of this object as long as it is to be told: ``listen(to:)`` gives the
/// address to the connection, ``stopListening(to:)`` takes it back, and whoever calls the one keeps the object and calls
/// the other before it goes.
@safe
final class LogGrowth: Sendable {
  private let bell: Doorbell
  private let written = Atomic<Int>(0)
  /// How long the log was after the last commit.
  private let length = Atomic<Int>(0)

  /// How many pages a log may have by itself, when nobody is told: SQLite's own default.
  private static let pagesUsual: CInt = 1000

  /// Nothing was written yet.
  init() throws(DoorbellError) { bell = try Doorbell() }

  /// All pages that were ever written. Whoever sees a commit's pages here sees that commit in the log, or folded back.
  var pages: Int { written.load(ordering: .acquiring) }

  /// SQLite tells of each commit of `db` from now on.
  func listen(to db: GRDB.Database) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    _ = unsafe sqlite3_wal_hook(
      db.sqliteConnection,
      { context, _, _, pages in
        if let context = unsafe context {
          unsafe Unmanaged<LogGrowth>.fromOpaque(context).takeUnretainedValue().note(logPages: Int(pages))
        }
        return SQLITE_OK
      }, context)
  }

  /// SQLite tells nothing any more, and folds the log back by itself again.
  static func stopListening(to db: GRDB.Database) {
    _ = unsafe sqlite3_wal_autocheckpoint(db.sqliteConnection, pagesUsual)
  }

  /// A commit has made the log so long; one that is shorter has begun anew.
  private func note(logPages: Int) {
    let before = length.exchange(logPages, ordering: .relaxed)
    let new = logPages > before ? logPages - before : logPages
    written.add(new, ordering: .releasing)
    bell.ring(pieces: new)
  }

  /// Sleeps until so many pages were ever written, or a minute has passed, unless it is time to end.
  func wait(untilPages pages: Int, unless isEnding: () -> Bool) {
    bell.wait(timeoutMilliseconds: 60_000, untilPieces: pages - self.pages) {
      self.pages >= pages || isEnding()
    }
  }

  /// Wakes whoever waits, for the end.
  func wakeUp() { bell.ring() }
}
