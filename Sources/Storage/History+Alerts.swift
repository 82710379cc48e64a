public import Core
import Foundation
import GRDB
public import Model

extension History: AlertHistory {
  /// A page of past alerts, the newest first; see `AlertHistory`.
  public func alerts(
    _ selection: AlertSelection, after position: AlertPosition?, limit: Int
  ) async throws -> (alerts: [StoredAlert], next: AlertPosition?) {
    try await read { db in
      // An alert fires once: one row for each.
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT since, alert FROM transition
          WHERE state = 'firing' AND since >= ?1 AND since < ?2 AND (since, alert) < (?3, ?4)
            AND (?5 IS NULL OR rule = ?5) AND (?6 IS NULL OR asset = ?6) AND (?7 IS NULL OR severity = ?7)
          ORDER BY since DESC, alert DESC LIMIT ?8
          """,
        arguments: [
          selection.from.nanoseconds, selection.to.nanoseconds, position?.since.nanoseconds ?? .max,
          position?.alert ?? "", selection.rule, selection.subject, selection.severity?.rawValue, limit + 1,
        ])
      let page = rows.prefix(limit)
      let alerts = try page.compactMap { row in try Self.alert(db, id: row[1]) }
      guard rows.count > limit, let last = page.last else { return (alerts, nil) }
      return (alerts, AlertPosition(since: Timestamp(nanoseconds: last[0]), alert: last[1]))
    }
  }

  /// The alert with this id; see `AlertHistory`.
  public func alert(id: String) async throws -> StoredAlert? {
    try await read { db in try Self.alert(db, id: id) }
  }

  private static func alert(_ db: GRDB.Database, id: String) throws -> StoredAlert? {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT state, at, noted_at, summary, value, suppressed_by, cause, rule, asset, severity, since,
          (SELECT definition FROM rule WHERE version = rule_version)
        FROM transition WHERE alert = ?
        """, arguments: [id])
    // Steps that this version does not know are left out; several can be noted at once.
    let steps = rows.compactMap { row in step(row).map { (step: $0, row: row) } }
      .sorted { ($0.step.notedAt, $0.step.at, $0.step.rank) < ($1.step.notedAt, $1.step.at, $1.step.rank) }
    guard let last = steps.last?.row else { return nil }
    let definition = try (last[11] as String?).map {
      try JSONDecoder().decode(RuleRecord.self, from: Data($0.utf8))
    }
    return StoredAlert(
      id: id, rule: last[7], subject: last[8], severity: Severity(rawValue: last[9]) ?? .info,
      since: Timestamp(nanoseconds: last[10]), definition: definition?.definition, steps: steps.map(\.step),
      commands: try Database.commands(db, of: id))
  }

  private static func step(_ row: Row) -> StoredStep? {
    Transition.Step(rawValue: row[0]).map { step in
      StoredStep(
        step: step, at: Timestamp(nanoseconds: row[1]), notedAt: Timestamp(nanoseconds: row[2]),
        summary: row[3], value: row[4], suppressedBy: row[5], cause: row[6])
    }
  }
}

extension History {
  /// What an asset had measured by a moment; see `AlertHistory`.
  public func newestReadings(
    of asset: String, _ quantities: [Quantity], arrivedBy moment: Timestamp, count: Int
  ) async throws -> [StoredReading] {
    try await read { db in
      let devices = try Self.names(db, "device")
      let end = try Self.firstUplink(db, arrivedFrom: moment + .nanoseconds(1))
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT device, arrived_at, received_at, readings FROM uplink
          WHERE number < ?1 AND number >= ?2 AND asset = (SELECT number FROM asset WHERE name = ?3)
          ORDER BY number DESC
          """, arguments: [end, end - Int64(Self.rowLimit), asset])
      var wanted = Dictionary(quantities.map { ($0, count) }, uniquingKeysWith: { first, _ in first })
      var newest: [StoredReading] = []
      while !wanted.isEmpty, let row = try rows.next() {
        let bytes = [UInt8](row[3] as Data)
        let readings = ReadingBlob.readings(in: bytes.span, receivedAt: Timestamp(nanoseconds: row[2]))
        for applied in readings.reversed() where applied.flags.isDisjoint(with: [.implausible, .future]) {
          guard let left = wanted[applied.reading.quantity] else { continue }
          wanted[applied.reading.quantity] = left > 1 ? left - 1 : nil
          newest.append(
            StoredReading(
              asset: asset, device: devices[row[0]] ?? "", reading: applied.reading, flags: applied.flags,
              arrivedAt: Timestamp(nanoseconds: row[1])))
        }
      }
      return newest.reversed()
    }
  }
}

extension StoredStep {
  /// The order of steps that were noted at one moment.
  fileprivate var rank: Int { Transition.Step.allCases.firstIndex(of: step) ?? 0 }
}
