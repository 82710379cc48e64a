import GRDB
public import Rings
import Synchronization

/// Folds the write-ahead log back into the history beside the journal, so that no acknowledgement waits for that.
///
/// By itself SQLite does it within the commit that makes the log a thousand pages long: whoever waits for that commit
/// waits for thousands of writes and two syncs more. Here a connection of its own, on a thread of its own, folds back
/// what the log holds, and commits go on meanwhile.
///
/// A log that is all folded back is used again from its beginning. Under a load that never pauses there is always a
/// commit that came meanwhile; from ``logPagesMax`` on the journal does that small rest itself.
public final class Checkpointer {
  /// How long the log may become before the journal folds it back itself, in pages of 4 KiB.
  static let logPagesMax = 16_384

  private static let pagesPerStep = 1000
  private static let restMilliseconds = 60_000

  private let path: String
  private let queue: DatabaseQueue
  private let growth: LogGrowth
  private var isInTrouble = false

  /// A checkpointer that has not begun.
  /// - Parameters:
  ///   - database: the history.
  ///   - growth: how much the journal has written.
  /// - Throws: why the history can't be opened once more.
  public init(_ database: Database, _ growth: LogGrowth) throws(StorageError) {
    path = database.path
    self.growth = growth
    do {
      queue = try DatabaseQueue(path: database.path)
    } catch {
      throw StorageError(database.path, error)
    }
  }

  /// Works until `isEnding`: the body of a thread.
  /// - Parameters:
  ///   - log: told when trouble begins.
  ///   - foundDamage: told that the history is damaged.
  ///   - isEnding: whether it is time to end.
  public func run(log: (String) -> Void, foundDamage: (StorageError) -> Void, isEnding: () -> Bool) {
    while !isEnding() {
      growth.wait(untilPages: Self.pagesPerStep, timeoutMilliseconds: Self.restMilliseconds, unless: isEnding)
      guard growth.take() > 0 else { continue }
      do {
        try step()
        isInTrouble = false
      } catch {
        if error.isDamage { foundDamage(error) }
        if !isInTrouble { log("the history's write-ahead log can't be folded back: \(error)") }
        isInTrouble = true
      }
    }
  }

  /// Folds back what the log holds now.
  func step() throws(StorageError) {
    do {
      try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    } catch DatabaseError.SQLITE_BUSY {
      // The journal does it itself just now.
    } catch {
      throw StorageError(path, error)
    }
  }
}

/// How much the write-ahead log has grown since somebody folded it back.
public final class LogGrowth: Sendable {
  private let bell: Doorbell
  private let pages = Atomic<Int>(0)

  /// Nothing was written yet.
  /// - Throws: when the system has no descriptor left.
  public init() throws(DoorbellError) { bell = try Doorbell() }

  /// A batch of so many rows was committed: the pages that each commit writes anew, and those that it fills.
  func add(rows: Int) {
    let written = 3 + rows / 24
    pages.add(written, ordering: .relaxed)
    bell.ring(pieces: written)
  }

  /// How many pages there are, which whoever asks folds back.
  fileprivate func take() -> Int { pages.exchange(0, ordering: .relaxed) }

  fileprivate func wait(untilPages limit: Int, timeoutMilliseconds: Int, unless isEnding: () -> Bool) {
    let left = limit - pages.load(ordering: .relaxed)
    bell.wait(timeoutMilliseconds: timeoutMilliseconds, untilPieces: left) {
      pages.load(ordering: .relaxed) >= limit || isEnding()
    }
  }

  /// Wakes whoever waits, for the end.
  public func wakeUp() { bell.ring() }
}
