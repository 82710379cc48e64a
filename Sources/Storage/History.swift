public import Core
import Foundation
import GRDB
import Model

/// The stored readings, read beside the journal that writes them.
///
/// There is no index by time: rows are in order of arrival, so the first row of a time is found by halving.
/// A reading never arrives before it is measured, but for ``City/clockTolerance``; it may arrive any time
/// later, so the end of a selection is no end of the search.
public struct History: ReadingHistory {
  let database: Database

  /// Rows that one call looks at, at most: about a second.
  static let rowLimit = 500_000

  /// The readings in a database.
  public init(_ database: Database) { self.database = database }

  /// Takes the selected readings in order of arrival; see `ReadingHistory`.
  public func fold<Result: Sendable>(
    _ selection: ReadingSelection, from start: HistoryPosition?, into result: Result,
    sums takeSum: (@Sendable (inout Result, StoredSum) -> Void)?,
    _ take: @escaping @Sendable (inout Result, StoredReading) -> Bool
  ) async throws -> (result: Result, next: HistoryPosition?) {
    try await read { db in
      var result = result
      if let takeSum, start == nil { try Self.readSums(db, selection) { takeSum(&result, $0) } }
      let next = try Self.read(db, selection, from: start) { take(&result, $0) }
      return (result, next)
    }
  }

  /// Reads one consistent moment of the history.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws -> Value {
    do {
      return try await database.pool.read(work)
    } catch {
      throw StorageError(database.path, error)
    }
  }

  private static func read(
    _ db: GRDB.Database, _ selection: ReadingSelection, from start: HistoryPosition?,
    _ take: (StoredReading) -> Bool
  ) throws -> HistoryPosition? {
    let assets = try names(db, "asset", only: selection.asset)
    let devices = try names(db, "device")
    let first =
      try start
      ?? HistoryPosition(
        uplink: firstUplink(db, arrivedFrom: selection.from - City.clockTolerance), reading: 0)
    let end = first.uplink + Int64(rowLimit)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT number, asset, device, arrived_at, received_at, readings FROM uplink
        WHERE number >= ?1 AND number < ?2 AND (?3 IS NULL OR asset = ?3) ORDER BY number
        """, arguments: [first.uplink, end, selection.asset == nil ? nil : assets.keys.first ?? 0])
    while let row = try rows.next() {
      guard let asset = assets[row[1]], let device = devices[row[2]] else { continue }
      let seen = row[0] == first.uplink ? first.reading : 0
      let bytes = [UInt8](row[5] as Data)
      let applied = ReadingBlob.readings(in: bytes.span, receivedAt: Timestamp(nanoseconds: row[4]))
      for (index, item) in applied.enumerated().dropFirst(seen) where selection.contains(item) {
        let stored = StoredReading(
          asset: asset, device: device, reading: item.reading, flags: item.flags,
          arrivedAt: Timestamp(nanoseconds: row[3]))
        if !take(stored) { return HistoryPosition(uplink: row[0], reading: index + 1) }
      }
    }
    let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM uplink") ?? 0
    return end <= last ? HistoryPosition(uplink: end, reading: 0) : nil
  }

  private static func readSums(
    _ db: GRDB.Database, _ selection: ReadingSelection, _ take: (StoredSum) -> Void
  ) throws {
    guard let asset = try names(db, "asset", only: selection.asset).keys.first, selection.asset != nil else {
      return
    }
    for (table, length) in [("hourly", Duration.seconds(3600)), ("daily", .seconds(86_400))] {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT start, min, max, sum, count, last, last_at, quantity FROM \(table)
          WHERE asset = ?1 AND (?2 IS NULL OR quantity = ?2) AND start >= ?3 AND start < ?4
          """,
        arguments: [
          asset, selection.quantity.map { Int($0.rawValue) }, selection.from.nanoseconds,
          selection.to.nanoseconds,
        ])
      while let row = try rows.next() {
        guard let quantity = Quantity(rawValue: UInt8(truncatingIfNeeded: row[7] as Int64)) else { continue }
        let start = Timestamp(nanoseconds: row[0])
        take(StoredSum(quantity: quantity, period: start..<start + length, sum: ReadingSum(row)))
      }
    }
  }

  static func names(
    _ db: GRDB.Database, _ table: String, only name: String? = nil
  ) throws -> [Int32: String] {
    let sql = "SELECT number, name FROM \(table) WHERE ?1 IS NULL OR name = ?1"
    let rows = try Row.fetchAll(db, sql: sql, arguments: [name])
    return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of the first uplink that arrived at `time` or later; behind the last one when there is none.
  ///
  /// Numbers may have gaps where old rows were deleted: the row at a number is the next one that exists.
  static func firstUplink(_ db: GRDB.Database, arrivedFrom time: Timestamp) throws -> Int64 {
    let bounds = try Row.fetchOne(
      db, sql: "SELECT (SELECT min(number) FROM uplink), (SELECT max(number) FROM uplink)")
    guard let bounds, var low = bounds[0] as Int64?, let last = bounds[1] as Int64? else { return 1 }
    var high = last + 1
    let statement = try db.makeStatement(
      sql: "SELECT arrived_at FROM uplink WHERE number >= ? ORDER BY number LIMIT 1")
    while low < high {
      let middle = low + (high - low) / 2
      let arrivedAt = try Int64.fetchOne(statement, arguments: [middle]) ?? .max
      if arrivedAt < time.nanoseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ReadingSelection {
  /// Whether a reading of the right asset is wanted.
  fileprivate func contains(_ applied: AppliedReading) -> Bool {
    guard applied.flags.isDisjoint(with: [.implausible, .future]) else { return false }
    if let quantity, applied.reading.quantity != quantity { return false }
    return applied.reading.at >= from && applied.reading.at < to
  }
}
