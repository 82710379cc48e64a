import Logging
import Model
import Rings
import Storage
import Synchronization

/// Writes snapshots of the city beside the history.
///
/// The city hands one over and tells the journal so; the snapshot is written only when the journal has
/// committed everything that came before. Otherwise a crash could leave a city that knows messages that the
/// history lost, and would take them for duplicates when the broker brings them again.
final class SnapshotKeeper: Sendable {
  /// How far the history has come with the snapshots, by their tickets.
  let progress: CommitProgress
  private let waiting = Mutex<(ticket: UInt64, snapshot: Snapshot)?>(nil)
  private let file: SnapshotFile
  private let keptUplink = Atomic<Int64>(0)
  private let logger: Logger

  init(_ file: SnapshotFile, _ logger: Logger) throws {
    progress = CommitProgress(bell: try Doorbell())
    self.file = file
    self.logger = logger
  }

  /// Whether the last snapshot is still on its way.
  var isBusy: Bool { waiting.withLock { $0 != nil } }

  /// The last uplink that the newest snapshot on disk knows: a start would replay what comes after it.
  var replayStart: Int64 { keptUplink.load(ordering: .acquiring) }

  /// The snapshot on disk has come to `position`, and can be used.
  func isKept(_ position: JournalPosition) { keptUplink.store(position.uplink, ordering: .releasing) }

  /// Takes a snapshot over, to be written when the journal has come to `ticket`.
  func take(_ snapshot: Snapshot, ticket: UInt64) { waiting.withLock { $0 = (ticket, snapshot) } }

  /// Writes snapshots until `isEnding`: the body of the thread.
  func run(isEnding: () -> Bool) {
    while true {
      let ending = isEnding()
      writeIfCommitted()
      if ending { return }
      progress.bell.wait(timeoutMilliseconds: 10_000) { isDue || isEnding() }
    }
  }

  private var isDue: Bool { waiting.withLock { $0.map { $0.ticket <= progress.committed } ?? false } }

  private func writeIfCommitted() {
    guard isDue, let snapshot = waiting.withLock({ $0?.snapshot }) else { return }
    do {
      try file.write(snapshot)
      isKept(snapshot.position)
    } catch {
      logger.warning("no snapshot was written, the next start takes longer: \(error)")
    }
    waiting.withLock { $0 = nil }
  }
}
