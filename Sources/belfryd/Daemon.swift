import API
import Config
import Foundation
import Glibc
import Logging
import Model
import Rings
import ServiceLifecycle
import Storage
import Synchronization
import UnixSignals
import Wire

/// The whole daemon: the one place that knows all its parts.
struct Daemon {
  private let configuration: BelfryConfiguration
  private let logger: Logger

  init(_ configuration: BelfryConfiguration) {
    self.configuration = configuration
    LoggingSystem.bootstrap { _ in LogLine() }
    logger = Logger(label: "belfryd")
  }

  /// Runs until SIGTERM or SIGINT: first the history, then the city, which recovers from it, then the API,
  /// and at last the receivers; ended in the reverse order.
  /// - Throws: ``DaemonError`` when a part can't be had.
  func run() async throws {
    do {
      try ThreadRoom.check()
      try makeFolder(of: configuration.storage.path)
      let lock = try StateLock(forHistoryAt: configuration.storage.path)
      defer { withExtendedLifetime(lock) {} }
      try await runOnSoundHistory()
      logger.notice("stopped", metadata: LogMessage.stopped.metadata)
    } catch let error as StorageError {
      throw DaemonError(description: error.description)
    } catch let error as SecretFileError {
      throw DaemonError(description: error.description)
    } catch is CityBusy {
      // Why, the city's thread has logged.
      throw DaemonError(
        description: "the city can't be recovered from \(configuration.storage.path); it is left as it is: "
          + "restore a backup, or name another storage.path")
    }
  }

  /// Runs, and sets the history aside if it proves to be damaged meanwhile.
  private func runOnSoundHistory() async throws {
    let damage = HistoryDamage()
    var failure: (any Error)?
    do {
      try await runParts(damage)
    } catch {
      failure = error
    }
    if let found = damage.found {
      try setAside(because: found)
      throw DaemonError(description: "the history was damaged: started again, the daemon has a new one")
    }
    if let failure { throw failure }
  }

  /// Opens the history; a damaged one makes room for a new one.
  private func openHistory() throws(StorageError) -> Database {
    let storage = configuration.storage
    do {
      return try Database(path: storage.path, fsync: storage.fsync)
    } catch {
      guard error.isDamage else { throw error }
      try setAside(because: error)
      return try Database(path: storage.path, fsync: storage.fsync)
    }
  }

  private func setAside(because damage: StorageError) throws(StorageError) {
    let history = try DamagedHistory.setAside(historyAt: configuration.storage.path, at: .now())
    logger.critical(
      """
      the history is damaged and was set aside as \(history.path), a new one begins: restore a backup, or save what \
      sqlite3 can read of it with .recover, or with .dump where it has none (\(damage))
      """, metadata: LogMessage.historySetAside.metadata)
  }

  private func runParts(_ damage: HistoryDamage) async throws {
    let startedAt = Timestamp.now()
    signal(SIGPIPE, SIG_IGN)
    let socket = SocketFile(path: configuration.api.socket)
    try makeFolder(of: socket.path)
    // systemd keeps its socket: who asks meanwhile waits there.
    let activated = try ActivatedSocket.take(ProcessInfo.processInfo.environment)
    if activated == nil { try socket.clear() }
    let cityPulse = Pulse("the city")
    let patience = StartPatience(cityPulse)
    defer { patience.end() }
    let receivers = try Receivers(configuration)
    let board = ReceiverBoard(receivers.entries.map(\.name))
    let database = try openHistory()
    if database.missingBatches > 0 {
      logger.warning(
        "the history ends \(database.missingBatches) batches of messages earlier than it did, as a restored one does"
      )
    }
    let pipeline = try Pipeline(configuration, database, damage, cityPulse, logger)
    defer { pipeline.end() }
    let (mailbox, city, logger) = (pipeline.mailbox, configuration.city, logger)
    let gauges = pipeline.gauges
    let isReady = ReadyFlag()
    let reloader = Reloader(
      configuration, database, mailbox, logger, isReady: { isReady.value })
    let facts = DaemonFacts(
      version: Version.text, startedAt: startedAt, isReady: { isReady.value }, brokers: { gauges.brokers },
      rings: { gauges.rings }, committed: { gauges.committed }, notifications: { board.all },
      storage: { try Status.Storage(database) }, process: { .current() },
      reload: { try await reloader.reload() },
      copyHistory: { try await HistoryCopy(database, for: $0, logger) })
    // The city answers only when it has recovered: then messages may come.
    _ = try await mailbox.ask { _, now in now }
    patience.end()
    pipeline.startReceivers()
    let server = Server(
      city: mailbox, facts: facts, history: History(database), events: pipeline.hub,
      operators: configuration.api.group,
      openFilesMax: OpenFiles.raiseLimit(), logger: logger)
    let listeners = ListenerCount(awaited: configuration.api.listen == nil ? 1 : 2)
    let place = activated == nil ? socket.path : "systemd's socket"
    let local = server.onSocket(try activated ?? socket.open(mode: configuration.api.socketMode)) {
      logger.notice("listening on \(place)")
      listeners.add()
    }
    let network = configuration.api.listen.map { NetworkListener($0, of: server, logger, listeners.add) }
    let readiness = UntilStopped {
      // Ready means: history open, listening, brokers connected or known to be away.
      while !listeners.areAllThere || !gauges.isEveryBrokerTried {
        try await Task.sleep(for: .milliseconds(20))
      }
      isReady.set()
      MemoryPolicy.forgetStart()
      logger.notice("\(city.name): watching \(city.assets.count) assets", metadata: LogMessage.ready.metadata)
      ServiceNotification.send("READY=1")
      await ServiceStatus(city: city.name, assets: city.assets.count, brokers: { gauges.brokers }).tell()
    }
    let watchdog = Watchdog(pipeline.pulses, logger).map { watchdog in
      UntilStopped { try await watchdog.feed() }
    }
    let notifier = Notifier(
      Outbox(database), receivers, news: pipeline.news, board: board, damage: damage, logger: logger)
    let others: [(any Service)?] = [network, watchdog]
    let group = ServiceGroup(
      services: [
        local, HubCloser(hub: pipeline.hub), ReloadSignal(reloader: reloader), readiness, notifier,
        DamageWatch(damage: damage),
      ] + pipeline.fetchers + others.compactMap { $0 },
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() }))
    defer { if activated == nil { socket.remove() } }
    try await group.run()
  }

  private func makeFolder(of path: String) throws(DaemonError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DaemonError(description: "the folder \(folder) can't be made: \(error.localizedDescription)")
    }
  }
}

/// Ends the streams of those who watch as soon as the daemon is told to stop, so that the server can end.
private struct HubCloser: Service {
  let hub: EventHub

  func run() async throws {
    try await gracefulShutdown()
    ServiceNotification.send("STOPPING=1", "STATUS=Stopping")
    hub.close()
  }
}

/// Ends the daemon when its history proves to be damaged.
private struct DamageWatch: Service {
  let damage: HistoryDamage

  func run() async throws {
    for await _ in damage.news.cancelOnGracefulShutdown() {
      if let found = damage.found { throw found }
    }
  }
}

/// How many of the listeners that there will be accept connections.
private final class ListenerCount: Sendable {
  private let count = Atomic<Int>(0)
  private let awaited: Int
  init(awaited: Int) { self.awaited = awaited }
  var areAllThere: Bool { count.load(ordering: .acquiring) >= awaited }
  func add() { count.add(1, ordering: .releasing) }
}

/// Whether the daemon is ready.
private final class ReadyFlag: Sendable {
  private let flag = Atomic<Bool>(false)
  var value: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}

extension Status.Storage {
  fileprivate init(_ database: Database) throws {
    let extent = try database.extent()
    self.init(
      path: database.path, bytes: extent.bytes, readings: extent.readings,
      oldest: extent.oldest.map(WireTime.init),
      damaged: DamagedHistory.all(besideHistoryAt: database.path).map(\.path))
  }
}

extension HistoryCopy {
  /// Copies the history for somebody, and tells the log.
  fileprivate init(_ database: Database, for name: String, _ logger: Logger) async throws {
    do {
      let copy = try await database.copy()
      self.init(path: copy.path, bytes: copy.bytes)
      logger.notice(
        "a backup of \(copy.bytes) bytes was made for \(name)", metadata: LogMessage.backupMade.metadata)
    } catch {
      logger.error("no backup was made for \(name): \(error)", metadata: LogMessage.backupFailed.metadata)
      throw error
    }
  }
}
