public import Core
import GRDB
public import Model

extension History: IndicatorHistory {
  /// The stored values of an indicator; see `IndicatorHistory`.
  public func values(
    of indicator: String, scope: String, in stretch: Range<Timestamp>, limit: Int
  ) async throws -> [StoredIndicatorValue] {
    do {
      return try await database.pool.read { db in
        let rows = try Row.fetchAll(
          db,
          sql: """
            SELECT "from", until, at, value, coverage, revision FROM indicator_value
            WHERE indicator = ? AND scope = ? AND "from" >= ? AND "from" < ? ORDER BY "from" LIMIT ?
            """,
          arguments: [
            indicator, scope, stretch.lowerBound.nanoseconds, stretch.upperBound.nanoseconds, limit,
          ])
        return rows.map { row in
          StoredIndicatorValue(
            indicator: indicator, scope: scope, from: Timestamp(nanoseconds: row[0]),
            to: Timestamp(nanoseconds: row[1]), at: Timestamp(nanoseconds: row[2]), value: row[3],
            coverage: row[4], revision: row[5])
        }
      }
    } catch {
      throw StorageError(database.path, error)
    }
  }

  /// What people entered; see `IndicatorHistory`.
  public func entries(
    of indicator: String, before number: Int64?, limit: Int
  ) async throws -> [(number: Int64, entry: IndicatorEntry)] {
    do {
      return try await database.pool.read { db in
        let rows = try Row.fetchAll(
          db,
          sql: """
            SELECT indicator, scope, day, value, source, comment, "by", at, number FROM indicator_entry
            WHERE indicator = ? AND number < ? ORDER BY number DESC LIMIT ?
            """,
          arguments: [indicator, number ?? .max, limit])
        return try rows.compactMap { row in
          try IndicatorEntry(row).map { (number: try row.decode(atIndex: 8), entry: $0) }
        }
      }
    } catch {
      throw StorageError(database.path, error)
    }
  }
}
