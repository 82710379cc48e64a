import Glibc
import GRDB
import Model
public import Rings

/// Writes the history: takes records from a ring, commits them in batches, and says how far it has come.
///
/// It runs on a thread of its own. A batch is what the ring holds, up to a limit: when much comes one commit serves
/// thousands, when little comes ``CommitPace`` says how long it may wait for more. Whatever goes wrong, a batch is
/// given back to the ring's owner only when it is on disk; until then it is tried again.
public final class Journal {
  private let database: Database
  private var consumer: Ring<JournalHeader>.Consumer
  private let bell: Doorbell
  private let progress: [CommitProgress]
  private let pulse: Pulse
  private let log: @Sendable (String) -> Void
  private let hasNews: @Sendable () -> Void
  private let foundDamage: @Sendable (StorageError) -> Void
  private var statements: JournalStatements?
  /// Whether the last attempt failed: trouble is told when it begins and when it ends.
  private var isInTrouble = false
  private var pace = CommitPace()
  private let began = ContinuousClock.now

  private let batchRecordsMax: Int

  /// The most records in one transaction.
  public static let batchRecordsUsual = 8192
  private static let retryPause: UInt32 = 500_000

  /// A journal that has not begun.
  /// - Parameters:
  ///   - database: where the history goes.
  ///   - consumer: the ring's reading end.
  ///   - bell: wakes the journal; rung with the ``JournalHeader/weight`` of what was handed over.
  ///   - progress: how far each receiver's messages have come, by the receiver's number.
  ///   - pulse: beats at each turn and each attempt.
  ///   - batchRecordsMax: the most records in one transaction.
  ///   - log: told when trouble begins and ends.
  ///   - hasNews: called when the outbox has something new.
  ///   - foundDamage: told that the history is damaged; then the journal has ended.
  public init(
    database: Database, consumer: consuming Ring<JournalHeader>.Consumer, bell: Doorbell,
    progress: [CommitProgress], pulse: Pulse = Pulse("journal"),
    batchRecordsMax: Int = batchRecordsUsual, log: @escaping @Sendable (String) -> Void,
    hasNews: @escaping @Sendable () -> Void = {},
    foundDamage: @escaping @Sendable (StorageError) -> Void = { _ in }
  ) {
    self.database = database
    self.consumer = consumer
    self.bell = bell
    self.progress = progress
    self.pulse = pulse
    self.batchRecordsMax = batchRecordsMax
    self.log = log
    self.hasNews = hasNews
    self.foundDamage = foundDamage
  }

  /// Writes until `isEnding` and the ring is empty, or until the history proves to be damaged; what can't be written
  /// then is left to the broker, which has no acknowledgement for it.
  /// - Parameters:
  ///   - isEnding: whether all has been handed over.
  ///   - isHurried: whether nothing may wait for more, since the receivers end.
  public func run(isEnding: () -> Bool, isHurried: () -> Bool = { false }) {
    defer { pulse.rest() }
    while true {
      pulse.beat()
      // Looked at before the ring: what was pushed before the end was called is still written.
      let ending = isEnding()
      let waiting = waiting
      if waiting.records == 0 {
        if ending { return }
        bell.wait(timeoutMilliseconds: 1000) { !consumer.isEmpty || isEnding() }
        continue
      }
      let pause = pace.pause(
        at: now(), waiting: waiting.messages,
        isUrgent: waiting.isUrgent || isInTrouble || ending || isHurried())
      if pause > 0 {
        bell.wait(
          timeoutMilliseconds: Int(pause / 1_000_000) + 1, untilPieces: Ration.full - waiting.messages
        ) {
          self.waiting.records > waiting.records || isEnding() || isHurried()
        }
      } else {
        guard writeBatch(isEnding: isEnding) else { return }
        pace.noteCommit(at: now())
      }
    }
  }

  /// What the ring holds, as far as it matters for when to commit.
  private var waiting: (records: Int, messages: Int, isUrgent: Bool) {
    var (messages, isUrgent) = (0, false)
    // Each message has a record or two.
    let records = consumer.read(limit: 4 * Ration.full) { header, _, _ in
      messages += header.kind == .progress ? 0 : 1
      if header.kind.isUrgent { isUrgent = true }
    }
    consumer.rewind()
    return (records, messages, isUrgent)
  }

  /// By a clock that counts, from when this one began.
  private func now() -> Int64 { (ContinuousClock.now - began).wholeNanoseconds }

  /// Tries until the batch is on disk.
  /// - Returns: false when it is given up, since the daemon ends or the history is damaged.
  private func writeBatch(isEnding: () -> Bool) -> Bool {
    while true {
      do {
        let batch = try commitBatch()
        consumer.release()
        if isInTrouble { log("the history is written again") }
        isInTrouble = false
        // A mark that lags behind says nothing; the messages are safe without it.
        try? database.mark?.write(batch.commits)
        for (receiver, sequence) in batch.committed { progress[receiver].advance(to: sequence) }
        if batch.hasNotices { hasNews() }
        return true
      } catch {
        consumer.rewind()
        let error = StorageError(database.path, error)
        if error.isDamage {
          foundDamage(error)
          return false
        }
        if !isInTrouble {
          log("the history can't be written, nothing is acknowledged until it can: \(error)")
        }
        isInTrouble = true
        if isEnding() { return false }
        pulse.beat()
        usleep(Self.retryPause)
      }
    }
  }

  /// One transaction over what the ring holds now.
  /// - Returns: what is on disk now.
  private func commitBatch() throws -> Batch {
    try database.pool.writeWithoutTransaction { db in
      let statements = try self.statements ?? JournalStatements(db)
      var batch = Batch()
      // What a failed sync left behind is not known: begin anew with fresh statements. They end where nobody else uses the
      // connection.
      self.statements = nil
      try statements.inTransaction(db) {
        _ = consumer.read(limit: batchRecordsMax) { header, first, second in
          batch.write(header, first, second, with: statements)
        }
        if let error = batch.error { throw error }
        if let now = batch.now {
          batch.commits = try statements.setProgress(now, addedReadings: batch.readings)
        }
        if batch.hasQuarantine { try statements.trimQuarantineToLimit() }
      }
      self.statements = statements
      return batch
    }
  }
}

/// What one transaction has written so far.
private struct Batch {
  /// Up to which sequence each receiver's messages are written.
  var committed: [Int: UInt64] = [:]
  var now: Timestamp?
  var hasQuarantine = false
  var hasNotices = false
  var readings = 0
  /// How many batches the history holds with this one.
  var commits: Int64 = 0
  /// The first thing that went wrong: the rest of the batch is not tried.
  var error: StorageError?

  mutating func write(
    _ header: JournalHeader, _ first: Span<UInt8>, _ second: Span<UInt8>, with statements: JournalStatements
  ) {
    guard error == nil else { return }
    do throws(StorageError) {
      switch header.kind {
      case .uplink:
        try statements.insertUplink(header, readings: first)
        readings += Int(header.readings)
      case .transition: try write(TransitionRecord(first), notice: second, with: statements)
      case .command: try statements.insertCommand(try CommandRecord(first))
      case .observation: try statements.insertObservation(try ObservationRecord(first))
      case .indicator: try statements.putIndicator(try IndicatorRecord(first))
      case .entry: try statements.insertEntry(try EntryRecord(first))
      case .quarantine:
        try statements.insertQuarantine(header, topic: first, payload: second)
        hasQuarantine = true
      case .progress: committed[Int(header.receiver)] = header.sequence
      }
      now = max(now ?? .distantPast, header.at)
    } catch {
      self.error = error
    }
  }
  private mutating func write(
    _ record: TransitionRecord, notice: Span<UInt8>, with statements: JournalStatements
  ) throws(StorageError) {
    if !notice.isEmpty {
      try statements.insertNotice(notice, of: record)
      hasNotices = true
    }
    try statements.insertTransition(record)
  }
}
