import GRDB
import Model

/// The journal's statements, prepared once for a connection.
final class JournalStatements {
  private let begin: Statement
  private let commit: Statement
  private let uplink: PreparedStatement
  private let transition: PreparedStatement
  private let notice: PreparedStatement
  private let command: PreparedStatement
  private let observation: PreparedStatement
  private let indicator: PreparedStatement
  private let entry: PreparedStatement
  private let quarantine: PreparedStatement
  private let trimQuarantine: PreparedStatement
  private let progress: PreparedStatement

  /// Messages that quarantine holds.
  private static let quarantineLimit = 5000

  init(_ db: GRDB.Database) throws {
    // GRDB's own way to begin and to commit reads both texts anew each time.
    begin = try db.makeStatement(sql: "BEGIN IMMEDIATE TRANSACTION")
    commit = try db.makeStatement(sql: "COMMIT TRANSACTION")
    uplink = try PreparedStatement(
      db,
      """
      INSERT INTO uplink(arrived_at, received_at, device, asset, session, deduplication, frame_counter,
        port, rssi, snr, gateway, readings, gateways, broker) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    // A step that was written before the daemon was killed is found again when time catches up.
    transition = try PreparedStatement(
      db,
      """
      INSERT OR IGNORE INTO transition(alert, state, at, noted_at, rule, asset, severity, since, summary,
        value, cause, rule_version, suppressed_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    // What is found again was told, or is still there.
    notice = try PreparedStatement(
      db,
      """
      INSERT OR REPLACE INTO outbox(alert, at, notice) SELECT ?1, ?4, ?5
        WHERE NOT EXISTS (SELECT 1 FROM transition WHERE alert = ?1 AND state = ?2 AND at = ?3)
      """)
    command = try PreparedStatement(
      db,
      """
      INSERT INTO command(after_uplink, at, alert, action, until, by, comment)
        VALUES ((SELECT coalesce(max(number), 0) FROM uplink),?,?,?,?,?,?)
      """)
    observation = try PreparedStatement(
      db,
      """
      INSERT INTO observation(after_uplink, at, kind, subject)
        VALUES ((SELECT coalesce(max(number), 0) FROM uplink),?,?,?)
      """)
    indicator = try PreparedStatement(
      db,
      """
      INSERT INTO indicator_value VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET
        at = excluded.at, value = excluded.value, coverage = excluded.coverage, until = excluded.until,
        revision = iif(
          value IS excluded.value AND coverage IS excluded.coverage AND at = excluded.at, revision,
          max(excluded.revision, revision + 1))
      """)
    entry = try PreparedStatement(
      db,
      """
      INSERT INTO indicator_entry(indicator, scope, day, value, source, comment, "by", at)
        VALUES (?,?,?,?,?,?,?,?)
      """)
    quarantine = try PreparedStatement(
      db, "INSERT INTO quarantine(arrived_at, reason, topic, payload) VALUES (?,?,?,?)")
    trimQuarantine = try PreparedStatement(
      db,
      "DELETE FROM quarantine WHERE number <= (SELECT max(number) FROM quarantine) - \(Self.quarantineLimit)")
    progress = try PreparedStatement(
      db,
      """
      INSERT INTO progress(number, advanced_to, readings, commits) VALUES (1, ?1, ?2, 1)
        ON CONFLICT DO UPDATE SET advanced_to = max(advanced_to, ?1), readings = readings + ?2,
        commits = commits + 1 RETURNING commits
      """)
  }

  /// All or nothing of what is written in `body`: on disk when this returns, as if nothing had been when it throws.
  func inTransaction(_ db: GRDB.Database, _ body: () throws -> Void) throws {
    try begin.execute()
    do {
      try body()
      try commit.execute()
    } catch {
      try? db.rollback()
      throw error
    }
  }

  func insertUplink(_ header: JournalHeader, readings: Span<UInt8>) throws(StorageError) {
    let message = header.uplink
    uplink.bind(1, header.at.nanoseconds)
    uplink.bind(2, message.receivedAt.nanoseconds)
    uplink.bind(3, Int64(header.device))
    uplink.bind(4, Int64(header.asset))
    uplink.bind(5, message.session == 0 ? nil : Int64(bitPattern: message.session))
    uplink.bind(6, message.deduplication == 0 ? nil : Int64(bitPattern: message.deduplication))
    uplink.bind(7, message.frameCounter.map(Int64.init))
    uplink.bind(8, Int64(message.port))
    uplink.bind(9, message.rssi.map(Double.init))
    uplink.bind(10, message.snr.map(Double.init))
    uplink.bind(11, message.gateway.map { Int64(bitPattern: $0.value) })
    uplink.bind(12, readings)
    var others = InlineArray<24, UInt8>(repeating: 0)
    let count = message.otherGateways.write(to: &others)
    if count == 0 {
      uplink.bind(13, nil as Int64?)
    } else {
      uplink.bind(13, others.span.extracting(0..<count))
    }
    uplink.bind(14, header.broker == 0 ? nil : Int64(header.broker))
    try uplink.step()
  }

  func insertTransition(_ record: TransitionRecord) throws(StorageError) {
    transition.bind(1, record.alert)
    transition.bind(2, record.state)
    transition.bind(3, record.at)
    transition.bind(4, record.notedAt)
    transition.bind(5, record.rule)
    transition.bind(6, record.asset)
    transition.bind(7, record.severity)
    transition.bind(8, record.since)
    transition.bind(9, record.summary)
    transition.bind(10, record.value)
    transition.bind(11, record.cause)
    transition.bind(12, record.ruleVersion)
    transition.bind(13, record.suppressedBy)
    try transition.step()
  }

  /// Puts the alert of a step that is not yet stored into the outbox; `bytes` say how it is after the step.
  func insertNotice(_ bytes: Span<UInt8>, of record: TransitionRecord) throws(StorageError) {
    notice.bind(1, record.alert)
    notice.bind(2, record.state)
    notice.bind(3, record.at)
    notice.bind(4, record.notedAt)
    notice.bind(5, bytes)
    try notice.step()
  }

  func insertCommand(_ record: CommandRecord) throws(StorageError) {
    command.bind(1, record.at)
    command.bind(2, record.alert)
    command.bind(3, record.action)
    command.bind(4, record.until)
    command.bind(5, record.by)
    command.bind(6, record.comment)
    try command.step()
  }

  func insertObservation(_ record: ObservationRecord) throws(StorageError) {
    observation.bind(1, record.at)
    observation.bind(2, record.kind)
    observation.bind(3, record.subject)
    try observation.step()
  }

  /// Stores a value in the place of its earlier revision, if there is one.
  func putIndicator(_ record: IndicatorRecord) throws(StorageError) {
    indicator.bind(1, record.indicator)
    indicator.bind(2, record.scope)
    indicator.bind(3, record.from)
    indicator.bind(4, record.until)
    indicator.bind(5, record.at)
    indicator.bind(6, record.value)
    indicator.bind(7, record.coverage)
    indicator.bind(8, Int64(record.revision))
    try indicator.step()
  }

  func insertEntry(_ record: EntryRecord) throws(StorageError) {
    entry.bind(1, record.indicator)
    entry.bind(2, record.scope)
    entry.bind(3, record.day)
    entry.bind(4, record.value)
    entry.bind(5, record.source)
    entry.bind(6, record.comment)
    entry.bind(7, record.by)
    entry.bind(8, record.at)
    try entry.step()
  }

  func insertQuarantine(
    _ header: JournalHeader, topic: Span<UInt8>, payload: Span<UInt8>
  ) throws(StorageError) {
    quarantine.bind(1, header.at.nanoseconds)
    quarantine.bind(2, Rejection.allCases[Int(header.rejection)].rawValue)
    quarantine.bind(3, topic)
    quarantine.bind(4, payload)
    try quarantine.step()
  }

  /// Keeps quarantine within its limit; once for each batch that added to it.
  func trimQuarantineToLimit() throws(StorageError) { try trimQuarantine.step() }

  /// Counts a batch, up to a time and with so many readings.
  /// - Returns: how many batches there are with this one.
  func setProgress(_ now: Timestamp, addedReadings: Int) throws(StorageError) -> Int64 {
    progress.bind(1, now.nanoseconds)
    progress.bind(2, Int64(addedReadings))
    var commits: Int64 = 0
    while try progress.next() { commits = progress.integer(0) }
    return commits
  }
}
