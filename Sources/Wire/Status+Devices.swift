extension Status {
  /// How many devices there are.
  public struct Devices: Codable, Equatable, Sendable {
    /// In the registry.
    public var registered: Int
    /// Registered, and heard at least once.
    public var heard: Int
    /// Heard before, and now quiet for longer than their cadence allows.
    public var silent: Int

    /// Counts of devices.
    public init(registered: Int, heard: Int, silent: Int) {
      self.registered = registered
      self.heard = heard
      self.silent = silent
    }

    enum CodingKeys: String, CodingKey {
      case registered, heard, silent
    }
  }
}
