/// `GET /v1/status`: how the daemon is doing.
///
/// After traffic stops, `received = decoded + duplicates + unknown_device + sum of rejected + ignored`
/// holds exactly, and `committed = received` once idle.
public struct Status: Codable, Equatable, Sendable {
  /// The daemon's version.
  public var version: String
  /// When the daemon started.
  public var startedAt: WireTime
  /// The city's name.
  public var city: String
  /// Whether recovery is over and the daemon does its work.
  public var ready: Bool
  /// Every broker of the configuration.
  public var brokers: [Broker]
  /// What became of the messages.
  public var ingest: Ingest
  /// The rings between the threads, by name.
  public var rings: [String: Ring]
  /// How many devices there are.
  public var devices: Devices
  /// How many assets are registered.
  public var assets: Int
  /// How many alerts stand where.
  public var alerts: Alerts
  /// Those who are told of alerts, as far as there are any.
  public var notifications: [Receiver]
  /// The history.
  public var storage: Storage
  /// What the daemon costs.
  public var process: Process

  /// A status.
  public init(
    version: String, startedAt: WireTime, city: String, ready: Bool, brokers: [Broker], ingest: Ingest,
    rings: [String: Ring], devices: Devices, assets: Int, alerts: Alerts,
    notifications: [Receiver] = [], storage: Storage, process: Process
  ) {
    self.version = version
    self.startedAt = startedAt
    self.city = city
    self.ready = ready
    self.brokers = brokers
    self.ingest = ingest
    self.rings = rings
    self.devices = devices
    self.assets = assets
    self.alerts = alerts
    self.notifications = notifications
    self.storage = storage
    self.process = process
  }

  enum CodingKeys: String, CodingKey {
    case version
    case startedAt = "started_at"
    case city, ready, brokers, ingest, rings, devices, assets, alerts, notifications, storage, process
  }
}
