import GRDB
import GRDBSQLite

/// A prepared statement on SQLite's own interface: bound and stepped without an allocation.
///
/// **Why this is sound.** Handle and statement belong to the connection that `db` stands for; the statement
/// is finalised with this object, which its owner lets go of before that connection closes. Bytes are bound
/// without a copy: SQLite looks at them until the next ``step()`` has returned, and callers bind and step
/// within the life of the span.
@safe
final class PreparedStatement {
  private let handle: OpaquePointer
  private let statement: OpaquePointer

  init(_ db: GRDB.Database, _ sql: String) throws {
    guard let handle = unsafe db.sqliteConnection else { throw StorageError("the database is closed") }
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement = unsafe statement else {
      throw StorageError(code, unsafe String(cString: sqlite3_errmsg(handle)))
    }
    unsafe self.handle = handle
    unsafe self.statement = statement
  }

  deinit { unsafe sqlite3_finalize(statement) }

  func bind(_ index: Int, _ value: Int64?) {
    if let value {
      unsafe sqlite3_bind_int64(statement, CInt(index), value)
    } else {
      unsafe sqlite3_bind_null(statement, CInt(index))
    }
  }

  func bind(_ index: Int, _ value: Double?) {
    if let value {
      unsafe sqlite3_bind_double(statement, CInt(index), value)
    } else {
      unsafe sqlite3_bind_null(statement, CInt(index))
    }
  }

  /// Binds a text, of which SQLite makes its own copy; NULL for `nil`.
  func bind(_ index: Int, _ text: String?) {
    guard let text else { return bind(index, nil as Int64?) }
    let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    unsafe sqlite3_bind_text(statement, CInt(index), text, -1, transient)
  }

  /// Binds bytes, which must live until the next ``step()`` has returned.
  func bind(_ index: Int, _ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      // An empty span has no address, which SQLite would take for NULL.
      if let base = buffer.baseAddress, buffer.count > 0 {
        _ = unsafe sqlite3_bind_blob(statement, CInt(index), base, CInt(buffer.count), nil)
      } else {
        _ = unsafe sqlite3_bind_zeroblob(statement, CInt(index), 0)
      }
    }
  }

  /// Runs the statement once, and makes it ready for the next time.
  func step() throws(StorageError) {
    let code = unsafe sqlite3_step(statement)
    unsafe sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw StorageError(code, unsafe String(cString: sqlite3_errmsg(handle)))
    }
  }

  // MARK: - Rows

  /// Goes to the next row.
  /// - Returns: false behind the last one; then the statement is ready for the next time.
  func next() throws(StorageError) -> Bool {
    let code = unsafe sqlite3_step(statement)
    if code == SQLITE_ROW { return true }
    unsafe sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      throw StorageError(code, unsafe String(cString: sqlite3_errmsg(handle)))
    }
    return false
  }

  /// The whole number in a column of the row, from 0; 0 for NULL.
  func integer(_ column: CInt) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

  /// The number in a column of the row; 0 for NULL.
  func number(_ column: CInt) -> Double { unsafe sqlite3_column_double(statement, column) }

  /// Whether a column of the row holds NULL.
  func isNull(_ column: CInt) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }

  /// Lends the bytes in a column of the row, without a copy: SQLite keeps them until the next ``next()``.
  func withBytes(_ column: CInt, _ use: (Span<UInt8>) -> Void) {
    let bytes = unsafe sqlite3_column_blob(statement, column)
    let count = unsafe Int(sqlite3_column_bytes(statement, column))
    // No bytes have no address.
    guard let bytes = unsafe bytes else { return use(Span()) }
    let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
    unsafe buffer.withMemoryRebound(to: UInt8.self) { use(unsafe $0.span) }
  }
}
