import API
import Config
import Foundation
import Glibc
import Logging
import Model
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
      try await runParts()
    } catch let error as StorageError {
      throw DaemonError(description: error.description)
    } catch is CityBusy {
      // Why, the city's thread has logged.
      throw DaemonError(
        description: "the city can't be recovered from \(configuration.storage.path); it is left as it is: "
          + "restore a backup, or name another storage.path")
    }
  }

  private func runParts() async throws {
    let startedAt = Timestamp.now()
    signal(SIGPIPE, SIG_IGN)
    let socket = SocketFile(path: configuration.api.socket)
    try makeFolder(of: configuration.storage.path)
    try makeFolder(of: socket.path)
    let lock = try StateLock(forHistoryAt: configuration.storage.path)
    defer { withExtendedLifetime(lock) {} }
    try socket.clear()
    let database = try Database(path: configuration.storage.path, fsync: configuration.storage.fsync)
    let pipeline = try Pipeline(configuration, database, logger)
    let gauges = pipeline.gauges
    let isReady = ReadyFlag()
    let reloader = Reloader(configuration, database, pipeline.mailbox, logger)
    let facts = DaemonFacts(
      version: Version.text, startedAt: startedAt, isReady: { isReady.value }, brokers: { gauges.brokers },
      rings: { gauges.rings }, committed: { gauges.committed },
      storage: { try Status.Storage(database) }, process: { .current() },
      reload: { try await reloader.reload() })
    let (mailbox, city, mode, logger) = (
      pipeline.mailbox, configuration.city, configuration.api.socketMode, logger
    )
    // The city answers only when it has recovered: then messages may come.
    _ = try await mailbox.ask { _, now in now }
    pipeline.startReceivers()
    let server = Server.service(
      socket: socket.path, city: mailbox, facts: facts, history: History(database),
      events: pipeline.hub,
      operators: configuration.api.group,
      logger: logger,
      onListening: {
        socket.setMode(mode)
        // Ready means: history open, socket listening, brokers connected or known to be away.
        while !gauges.isEveryBrokerTried { try? await Task.sleep(for: .milliseconds(20)) }
        isReady.set()
        logger.notice("\(city.name): watching \(city.assets.count) assets, listening on \(socket.path)")
        ServiceNotification.send("READY=1", "STATUS=Watching \(city.assets.count) assets of \(city.name)")
      })
    let group = ServiceGroup(
      services: [server, HubCloser(hub: pipeline.hub), ReloadSignal(reloader: reloader)],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() }))
    defer { socket.remove() }
    try await group.run()
    ServiceNotification.send("STOPPING=1")
    pipeline.end()
    logger.notice("stopped")
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
    hub.close()
  }
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
      oldest: extent.oldest.map(WireTime.init))
  }
}
