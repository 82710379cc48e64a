extension Status {
  /// The connection to one MQTT broker.
  public struct Broker: Codable, Equatable, Sendable {
    /// As in the configuration, without a password.
    public var url: String
    /// Whether the connection stands.
    public var connected: Bool
    /// Since when it has been as it is; `nil` before the first attempt ended.
    @Nullable public var since: WireTime?
    /// How often the connection was made again.
    public var reconnects: Int
    /// Why messages may be missing: the connection failed, or a subscription was refused; absent otherwise.
    public var problem: String?

    /// A connection.
    public init(
      url: String, connected: Bool, since: WireTime?, reconnects: Int, problem: String? = nil
    ) {
      self.url = url
      self.connected = connected
      self.since = since
      self.reconnects = reconnects
      self.problem = problem
    }

    enum CodingKeys: String, CodingKey {
      case url, connected, since, reconnects, problem
    }
  }
}
