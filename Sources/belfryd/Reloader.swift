import API
import Codecs
import Config
import Core
import Logging
import Model
import Storage
import Wire

/// Puts a changed configuration into force while messages go on coming.
///
/// The registry and the rules can change; where messages come from and where the history is can't, and whoever
/// reloads is told so.
final class Reloader: Sendable {
  /// What only a restart puts into force, as the daemon was started with it.
  private struct Lasting: Sendable {
    let brokers: [BrokerConfiguration]
    let storage: StorageConfiguration
    let api: APIConfiguration
    let notifications: [NotificationConfiguration]

    init(_ configuration: BelfryConfiguration) {
      brokers = configuration.brokers
      storage = configuration.storage
      api = configuration.api
      notifications = configuration.notifications
    }
  }

  private let file: String
  private let lasting: Lasting
  /// The brokers as the city knows them.
  private let brokers: [String]
  private let database: Database
  private let mailbox: CityMailbox
  private let logger: Logger
  private let isReady: @Sendable () -> Bool

  /// Something that reloads; `isReady` says whether systemd knows that the daemon is ready.
  init(
    _ configuration: BelfryConfiguration, _ database: Database, _ mailbox: CityMailbox, _ logger: Logger,
    isReady: @escaping @Sendable () -> Bool
  ) {
    file = configuration.file
    lasting = Lasting(configuration)
    brokers = configuration.city.brokers
    self.database = database
    self.mailbox = mailbox
    self.logger = logger
    self.isReady = isReady
  }

  /// Reads the configuration and hands it to the city.
  /// - Throws: `ReloadRefusal` with everything that is wrong; then nothing has changed.
  func reload() async throws -> ReloadObject {
    guard isReady() else { return try await readAnew() }
    ServiceNotification.sendReloading()
    defer { ServiceNotification.send("READY=1") }
    return try await readAnew()
  }

  private func readAnew() async throws -> ReloadObject {
    do {
      return try await putIntoForce()
    } catch {
      logger.error(
        "the changed configuration is refused, the old one stays in force:\n\(error)",
        metadata: LogMessage.reloadRefused.metadata)
      guard let problems = error as? ConfigurationProblems else { throw error }
      throw ReloadRefusal(problems: "\(problems)")
    }
  }

  private func putIntoForce() async throws -> ReloadObject {
    let new = try BelfryConfiguration.load(daemon: file)
    var definition = new.city
    definition.brokers = brokers
    try database.keep(new.rules.map(\.definition))
    let devices = try database.numbers(ofDevices: new.city.devices.map(\.id))
    let assets = try database.numbers(ofAssets: new.city.assets.map(\.id))
    try await mailbox.reload(
      CityPlan(
        definition: definition, rules: new.rules, indicators: new.indicators, deviceNumbers: devices,
        assetNumbers: assets, messageLimit: new.messageLimit))
    var needsRestart: [String] = []
    if lasting.brokers != new.brokers { needsRestart.append("mqtt") }
    if lasting.storage != new.storage { needsRestart.append("storage") }
    if lasting.api != new.api { needsRestart.append("api") }
    if lasting.notifications != new.notifications { needsRestart.append("notify") }
    logger.notice(
      "\(new.city.name): reloaded, \(new.city.assets.count) assets, \(new.rules.count) rules",
      metadata: LogMessage.reloaded.metadata)
    return ReloadObject(
      assets: new.city.assets.count, devices: new.city.devices.count, rules: new.rules.count,
      needsRestart: needsRestart, remarks: new.remarks.map(\.description))
  }
}

extension BelfryConfiguration {
  /// Reads the configuration as the daemon does, with the formats and codecs that it has.
  static func load(daemon path: String) throws(ConfigurationProblems) -> BelfryConfiguration {
    try load(
      path: path, knownFormats: formats.map { $0.name }, knownCodecs: deviceCodecs.map { $0.name })
  }
}
