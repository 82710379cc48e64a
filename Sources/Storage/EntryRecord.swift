public import Core
import GRDB
import Model

/// A value that a person entered, as it goes to the history.
public struct EntryRecord: Codable, Hashable, Sendable {
  let indicator: String
  let scope: String
  let day: String
  let value: Double
  let source: String
  let comment: String
  let by: String
  let at: Int64

  /// The record of `entry`.
  public init(_ entry: IndicatorEntry) {
    indicator = entry.indicator
    scope = entry.scope
    day = entry.day.description
    value = entry.value
    source = entry.source
    comment = entry.comment
    by = entry.by
    at = entry.at.nanoseconds
  }
}

extension EntryRecord: JSONRecord {}

extension IndicatorEntry {
  /// What people entered, from the columns of `indicator_entry` behind its number; `nil` when its day is none.
  init?(_ row: Row) throws {
    guard let day = CivilDate(iso8601: try row.decode(atIndex: 2)) else { return nil }
    self.init(
      indicator: try row.decode(atIndex: 0), scope: try row.decode(atIndex: 1),
      value: try row.decode(atIndex: 3), day: day, source: try row.decode(atIndex: 4),
      comment: try row.decode(atIndex: 5), by: try row.decode(atIndex: 6),
      at: Timestamp(nanoseconds: try row.decode(atIndex: 7)))
  }
}

extension Database {
  /// Brings a city the values that people have entered, all of them in their order.
  ///
  /// They depend on nothing else that happened, so a start takes them from here and a snapshot has none.
  /// - Throws: why the history can't be read.
  public func restoreEntries(_ city: inout City) throws(StorageError) {
    do {
      let rows = try pool.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT indicator, scope, day, value, source, comment, "by", at FROM indicator_entry
            ORDER BY number
            """)
      }
      var effects = Effects()
      for row in rows {
        guard let entry = try IndicatorEntry(row) else { continue }
        // One whose indicator is gone stays in the history.
        _ = try? city.enter(entry, &effects)
      }
    } catch {
      throw StorageError(path, error)
    }
  }
}
