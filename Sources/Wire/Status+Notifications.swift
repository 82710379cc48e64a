extension Status {
  /// How it stands with one of those who are told of alerts.
  public struct Receiver: Codable, Equatable, Sendable {
    /// The receiver's name.
    public var receiver: String
    /// Alerts of which it does not know how they are.
    public var waiting: Int
    /// Notifications that it has taken since the daemon started.
    public var delivered: Int
    /// Attempts that failed since the daemon started.
    public var failed: Int
    /// Notifications that were given up since the daemon started.
    public var givenUp: Int
    /// Why the last attempt failed; `nil` when it did not.
    @Nullable public var error: String?

    /// How it stands.
    public init(
      receiver: String, waiting: Int = 0, delivered: Int = 0, failed: Int = 0, givenUp: Int = 0,
      error: String? = nil
    ) {
      self.receiver = receiver
      self.waiting = waiting
      self.delivered = delivered
      self.failed = failed
      self.givenUp = givenUp
      self.error = error
    }

    enum CodingKeys: String, CodingKey {
      case receiver, waiting, delivered, failed
      case givenUp = "given_up"
      case error
    }
  }
}
