public import Core
import Foundation
import GRDB
public import Model

/// The alerts that somebody may have to be told of, and what each receiver knows of them.
///
/// The journal writes an alert into it in the transaction of the step that changed it, so nothing that must be
/// told is forgotten; it is taken out when it is over and no receiver is concerned any more.
public struct Outbox: Sendable {
  /// An alert as the journal wrote it.
  public struct Entry: Sendable {
    /// The version: it grows with every change of any alert.
    public let number: Int64
    /// The alert's id.
    public let alert: String
    /// When it became so.
    public let at: Timestamp
    /// How it is, as the one who stored it wrote it.
    public let notice: [UInt8]
  }

  /// What a receiver knows of an alert.
  public struct Knowledge: Sendable {
    /// The receiver's name.
    public let receiver: String
    /// The alert's id.
    public let alert: String
    /// What it was told.
    public let told: Told

    /// What a receiver knows.
    public init(receiver: String, alert: String, _ told: Told) {
      self.receiver = receiver
      self.alert = alert
      self.told = told
    }
  }

  private let database: Database

  /// The outbox of a history.
  public init(_ database: Database) { self.database = database }

  /// The entries that were written after the one with this number, in order.
  public func entries(after number: Int64) async throws(StorageError) -> [Entry] {
    try await read { db in
      let sql = "SELECT number, alert, at, notice FROM outbox WHERE number > ? ORDER BY number"
      return try Row.fetchAll(db, sql: sql, arguments: [number]).map { row in
        Entry(
          number: row[0], alert: row[1], at: Timestamp(nanoseconds: row[2]), notice: [UInt8](row[3] as Data))
      }
    }
  }

  /// What all receivers know.
  public func knowledge() async throws(StorageError) -> [Knowledge] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT receiver, alert, number, is_resolved, at FROM told").map { row in
        Knowledge(
          receiver: row[0], alert: row[1],
          Told(number: row[2], isResolved: row[3], at: Timestamp(nanoseconds: row[4])))
      }
    }
  }

  /// Stores what receivers know now, and takes out the entries that concern nobody any more.
  /// - Parameters:
  ///   - knowledge: what was told.
  ///   - finished: alerts with the newest version that was looked at; a newer one stays.
  /// - Throws: why it can't be written; then nothing is.
  public func settle(
    _ knowledge: [Knowledge], finished: [(alert: String, number: Int64)] = []
  ) async throws(StorageError) {
    do {
      try await database.pool.write { db in
        let insert = try db.cachedStatement(sql: "INSERT OR REPLACE INTO told VALUES (?,?,?,?,?)")
        for item in knowledge {
          try insert.execute(arguments: [
            item.receiver, item.alert, item.told.number, item.told.isResolved, item.told.at.nanoseconds,
          ])
        }
        for item in finished {
          try db.execute(
            sql: "DELETE FROM outbox WHERE alert = ? AND number <= ?", arguments: [item.alert, item.number])
          try db.execute(
            sql: """
              DELETE FROM told WHERE alert = ?1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE alert = ?1)
              """, arguments: [item.alert])
        }
      }
    } catch {
      throw StorageError(database.path, error)
    }
  }

  /// Makes the outbox agree with the city after a start, when rules may have come or gone and time has passed.
  /// - Parameters:
  ///   - firing: the alerts that fire now, as they are; what is not in the outbox is put in.
  ///   - end: what becomes of an entry whose alert is not among them; `nil` when it is over already.
  ///   - now: when.
  /// - Throws: why it can't be written; then nothing is.
  public func reconcile(
    firing: [String: [UInt8]], end: @Sendable (_ alert: String, _ notice: [UInt8]) -> [UInt8]?,
    at now: Timestamp
  ) throws(StorageError) {
    do {
      try database.pool.write { db in
        let insert = try db.cachedStatement(
          sql: "INSERT OR REPLACE INTO outbox(alert, at, notice) VALUES (?,?,?)")
        var missing = firing
        for row in try Row.fetchAll(db, sql: "SELECT alert, notice FROM outbox") {
          let alert: String = row[0]
          if missing.removeValue(forKey: alert) != nil { continue }
          guard let ended = end(alert, [UInt8](row[1] as Data)) else { continue }
          try insert.execute(arguments: [alert, now.nanoseconds, Data(ended)])
        }
        for (alert, notice) in missing.sorted(by: { $0.key < $1.key }) {
          try insert.execute(arguments: [alert, now.nanoseconds, Data(notice)])
        }
      }
    } catch {
      throw StorageError(database.path, error)
    }
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (GRDB.Database) throws -> Value
  ) async throws(StorageError) -> Value {
    do {
      return try await database.pool.read(body)
    } catch {
      throw StorageError(database.path, error)
    }
  }
}
