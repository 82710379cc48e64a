import GRDB

/// Why the history can't be opened or written.
public struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what to do, for people.
  public let description: String
  /// Whether the file is no sound database: then it can't become one by itself, and is to be set aside.
  ///
  /// A full, failing or read-only disk, a missing right, a newer version or another daemon are no damage: what is
  /// in the file is as good as ever.
  public let isDamage: Bool

  init(_ description: String, isDamage: Bool = false) {
    self.description = description
    self.isDamage = isDamage
  }

  /// What went wrong with the history at `path`.
  init(_ path: String, _ error: any Error) {
    let isDamage =
      switch error {
      case let error as StorageError: error.isDamage
      case let error as DatabaseError: Self.isDamage(error.resultCode)
      // A column holds what the schema does not let in.
      case is RowDecodingError: true
      default: false
      }
    self.init("\(path): \(error)", isDamage: isDamage)
  }

  /// What SQLite answered.
  init(_ code: CInt, _ message: String) {
    self.init(message, isDamage: Self.isDamage(ResultCode(rawValue: code)))
  }

  private static func isDamage(_ code: ResultCode) -> Bool {
    [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(code.primaryResultCode)
  }
}
