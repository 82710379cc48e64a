import Core
import Foundation
import GRDB
import Model

/// The readings of one asset and quantity, by the history's numbers.
struct Series: Hashable {
  var asset: Int32
  var quantity: Int32

  /// The next series in order of the numbers that has an hour which began before `end`.
  ///
  /// It looks at the oldest hour of each series and at nothing else.
  static func next(
    _ db: GRDB.Database, after last: Series?, withHoursBefore end: Timestamp
  ) throws -> Series? {
    let oldest = try db.makeStatement(
      sql: """
        SELECT asset, quantity, start FROM hourly WHERE (asset, quantity) > (?, ?)
        ORDER BY asset, quantity, start LIMIT 1
        """)
    var series = last ?? Series(asset: 0, quantity: -1)
    while let row = try Row.fetchOne(oldest, arguments: [series.asset, series.quantity]) {
      series = Series(asset: row[0], quantity: row[1])
      if (row[2] as Int64) < end.nanoseconds { return series }
    }
    return nil
  }
}

/// Takes old rows out of one table and adds what they say to the next coarser one, in the transaction of `db`.
struct HistoryTrimming {
  private let db: GRDB.Database
  private let calendar: LocalCalendar

  private struct Key: Hashable {
    let series: Series
    let start: Timestamp
  }

  init(_ db: GRDB.Database, _ calendar: LocalCalendar) {
    self.db = db
    self.calendar = calendar
  }

  /// Sums up the oldest uplinks by hours.
  ///
  /// The newest uplink of all stays, since numbers go on from it.
  /// - Parameters:
  ///   - time: only those that arrived before.
  ///   - number: only those with a lower number.
  ///   - limit: how many at most.
  /// - Returns: how many were summed up.
  /// - Throws: why the history can't be read or written.
  func sumUpUplinks(arrivedBefore time: Timestamp, before number: Int64, limit: Int) throws -> Int {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT number, asset, arrived_at, received_at, readings FROM uplink
        WHERE number < min(?, (SELECT max(number) FROM uplink)) ORDER BY number LIMIT ?
        """, arguments: [number, limit]
    ).prefix { ($0[2] as Int64) < time.nanoseconds }
    guard let last = rows.last else { return 0 }
    var sums: [Key: ReadingSum] = [:]
    var readings = 0
    for row in rows {
      let bytes = [UInt8](row[4] as Data)
      for item in ReadingBlob.readings(in: bytes.span, receivedAt: Timestamp(nanoseconds: row[3])) {
        readings += 1
        guard item.flags.isDisjoint(with: [.implausible, .future]) else { continue }
        let reading = item.reading
        let series = Series(asset: row[1], quantity: Int32(reading.quantity.rawValue))
        let hour = calendar.period(.hour, containing: reading.at).lowerBound
        sums[Key(series: series, start: hour), default: ReadingSum()].add(reading)
      }
    }
    try add(sums, to: "hourly")
    try db.execute(sql: "DELETE FROM uplink WHERE number <= ?", arguments: [last[0] as Int64])
    try db.execute(sql: "UPDATE progress SET readings = max(0, readings - ?)", arguments: [readings])
    return rows.count
  }

  /// Sums up the oldest hours of a series by days of the city.
  /// - Returns: how many hours were summed up.
  func sumUpHours(of series: Series, before end: Timestamp, limit: Int) throws -> Int {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT start, min, max, sum, count, last, last_at FROM hourly
        WHERE asset = ? AND quantity = ? AND start < ? ORDER BY start LIMIT ?
        """, arguments: [series.asset, series.quantity, end.nanoseconds, limit])
    guard let last = rows.last else { return 0 }
    var sums: [Key: ReadingSum] = [:]
    for row in rows {
      let day = calendar.period(.day, containing: Timestamp(nanoseconds: row[0])).lowerBound
      sums[Key(series: series, start: day), default: ReadingSum()].add(ReadingSum(row))
    }
    try add(sums, to: "daily")
    try db.execute(
      sql: "DELETE FROM hourly WHERE asset = ? AND quantity = ? AND start <= ?",
      arguments: [series.asset, series.quantity, last[0] as Int64])
    return rows.count
  }

  private func add(_ sums: [Key: ReadingSum], to table: String) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO \(table)(asset, quantity, start, min, max, sum, count, last, last_at)
        VALUES (?,?,?,?,?,?,?,?,?)
        ON CONFLICT DO UPDATE SET min = min(min, excluded.min), max = max(max, excluded.max),
          sum = sum + excluded.sum, count = count + excluded.count,
          last = iif(excluded.last_at >= last_at, excluded.last, last),
          last_at = max(last_at, excluded.last_at)
        """)
    for (key, sum) in sums {
      try statement.execute(arguments: [
        key.series.asset, key.series.quantity, key.start.nanoseconds, sum.min, sum.max, sum.sum, sum.count,
        sum.last, sum.lastAt.nanoseconds,
      ])
    }
  }
}

extension ReadingSum {
  /// The sum in a row with `min, max, sum, count, last, last_at` from its second column on.
  init(_ row: Row) {
    self.init(
      min: row[1], max: row[2], sum: row[3], count: row[4], last: row[5],
      lastAt: Timestamp(nanoseconds: row[6]))
  }
}
