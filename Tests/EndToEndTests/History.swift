import GRDB

/// The history as others see it: what docs/formats/history.md says.
extension Town {
  /// The number that a query gives.
  func number(_ sql: String) throws -> Int {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: database, configuration: configuration).read {
      try Int.fetchOne($0, sql: sql) ?? 0
    }
  }

  /// The texts that a query gives.
  func texts(_ sql: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: database, configuration: configuration).read {
      try String.fetchAll($0, sql: sql)
    }
  }

  /// Does something to the history that the daemon would not.
  func damage(_ sql: String) throws { try DatabaseQueue(path: database).write { try $0.execute(sql: sql) } }

  /// Keeps the daemon from writing while `body` runs.
  func whileNobodyWrites(_ body: () throws -> Void) throws {
    try DatabaseQueue(path: database).inTransaction(.immediate) { _ in
      try body()
      return .rollback
    }
  }
}
