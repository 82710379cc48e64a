import GRDB
import Rings

/// Folds the write-ahead log back into the history beside the journal, so that no acknowledgement waits for that.
///
/// By itself SQLite does it within the commit that makes the log a thousand pages long: whoever waits for that commit
/// waits for thousands of writes and two syncs more. Here a connection of its own, on a thread of its own, folds back
/// what the log holds, and commits go on meanwhile. A log that is all folded back is used again from its beginning; under
/// a load that never pauses there is always a commit that came meanwhile, so from a limit on the small rest is folded
/// back between two commits.
///
/// **Why no commit is lost.** Up to SQLite 3.51.2 a checkpoint that begins when all is folded back, while a commit of
/// another connection begins the log anew, takes the new log for the old one, and what was committed may be lost
/// (https://sqlite.org/wal.html#walresetbug). Here one thread makes all checkpoints, one after the other. Those of the
/// connection that writes have no commit beside them. Each of the others begins after a commit that came after the last
/// checkpoint: so something lies in the log that is not folded back, and no commit can begin the log anew before this
/// checkpoint has folded that back, which is the last thing that it does.
public final class Checkpointer: Sendable {
  /// A megabyte: while it is written and synced, the log's own sync waits at the disk.
  private static let pagesPerStep = 250
  private let logPagesMax: Int

  private let database: Database
  private let queue: DatabaseQueue
  let growth: LogGrowth

  /// A checkpointer that has not begun; from now on nobody else folds the log back.
  /// - Parameters:
  ///   - database: the history.
  ///   - logPagesMax: from how many pages of 4 KiB on the log is to begin anew.
  /// - Throws: why the history can't be opened once more.
  public init(_ database: Database, logPagesMax: Int = 8192) throws(StorageError) {
    self.database = database
    self.logPagesMax = logPagesMax
    do {
      growth = try LogGrowth()
      queue = try DatabaseQueue(path: database.path)
      database.pool.writeWithoutTransaction { [growth] db in growth.listen(to: db) }
    } catch {
      throw StorageError(database.path, error)
    }
  }

  deinit { database.pool.writeWithoutTransaction(LogGrowth.stopListening) }

  /// Works until `isEnding`: the body of a thread.
  /// - Parameters:
  ///   - log: told when trouble begins.
  ///   - foundDamage: told that the history is damaged.
  ///   - isEnding: whether it is time to end.
  public func run(log: (String) -> Void, foundDamage: (StorageError) -> Void, isEnding: () -> Bool) {
    var isInTrouble = false
    // All pages that may have been folded back: up to here every commit has told of its own.
    var seen = 0
    while true {
      growth.wait(untilPages: seen + Self.pagesPerStep, unless: isEnding)
      if isEnding() { return }
      guard growth.pages >= seen + Self.pagesPerStep else { continue }
      do {
        try step()
        if isInTrouble { log("the history's write-ahead log is folded back again") }
        isInTrouble = false
      } catch {
        if error.isDamage { foundDamage(error) }
        if !isInTrouble { log("the history's write-ahead log can't be folded back: \(error)") }
        isInTrouble = true
      }
      // A commit is in the log before it has told of its pages. Between two commits none is so far.
      seen = database.pool.writeWithoutTransaction { _ in growth.pages }
    }
  }

  /// Wakes it, for the end.
  public func wakeUp() { growth.wakeUp() }

  /// Folds back what the log holds now; something must have been committed since the last time.
  func step() throws(StorageError) {
    do {
      let log = try queue.writeWithoutTransaction { db in try db.checkpoint(.passive) }
      // What somebody who reads still needs is no small rest. A log that grows may have a larger one: else it would grow
      // for as long as each step takes longer than commits need for so many pages.
      guard log.walFrameCount >= logPagesMax,
        log.walFrameCount - log.checkpointedFrameCount < max(Self.pagesPerStep, log.walFrameCount / 32)
      else { return }
      _ = try database.pool.writeWithoutTransaction { db in try db.checkpoint(.passive) }
    } catch DatabaseError.SQLITE_BUSY {
      // Somebody folds it back by hand, or the log's index was just being written: the next step comes soon.
    } catch {
      throw StorageError(database.path, error)
    }
  }
}
