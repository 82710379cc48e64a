public import Model
public import Wire

/// What the API tells of the parts of the daemon outside the city. Each closure may be called from any thread.
public struct DaemonFacts: Sendable {
  /// The daemon's version.
  public var version: String
  /// When the daemon started.
  public var startedAt: Timestamp
  /// Whether the daemon has recovered and listens.
  public var isReady: @Sendable () -> Bool
  /// How it stands with each broker.
  public var brokers: @Sendable () -> [Status.Broker]
  /// How full each ring is, by name.
  public var rings: @Sendable () -> [String: Status.Ring]
  /// How many messages are on disk, with what became of them.
  public var committed: @Sendable () -> UInt64
  /// How it stands with those who are told of alerts.
  public var notifications: @Sendable () -> [Status.Receiver]
  /// How large the history is.
  public var storage: @Sendable () throws -> Status.Storage
  /// What the process uses.
  public var process: @Sendable () -> Status.Process
  /// Reads the configuration again.
  public var reload: @Sendable () async throws -> ReloadObject
  /// Copies the history while it is written, for the one with that name.
  public var copyHistory: @Sendable (_ name: String) async throws -> HistoryCopy

  /// Facts.
  public init(
    version: String, startedAt: Timestamp, isReady: @escaping @Sendable () -> Bool,
    brokers: @escaping @Sendable () -> [Status.Broker],
    rings: @escaping @Sendable () -> [String: Status.Ring], committed: @escaping @Sendable () -> UInt64,
    notifications: @escaping @Sendable () -> [Status.Receiver],
    storage: @escaping @Sendable () throws -> Status.Storage,
    process: @escaping @Sendable () -> Status.Process,
    reload: @escaping @Sendable () async throws -> ReloadObject,
    copyHistory: @escaping @Sendable (_ name: String) async throws -> HistoryCopy
  ) {
    self.version = version
    self.startedAt = startedAt
    self.isReady = isReady
    self.brokers = brokers
    self.rings = rings
    self.committed = committed
    self.notifications = notifications
    self.storage = storage
    self.process = process
    self.reload = reload
    self.copyHistory = copyHistory
  }
}

/// Why a changed configuration was not put into force.
public struct ReloadRefusal: Error, Sendable {
  /// Everything that is wrong, a line each.
  public let problems: String

  /// A refusal.
  public init(problems: String) { self.problems = problems }
}
