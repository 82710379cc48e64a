extension Status {
  /// What the daemon costs.
  public struct Process: Codable, Equatable, Sendable {
    /// Processor time since the start, user and system, in seconds.
    public var cpuSeconds: Double
    /// Resident memory in bytes.
    public var residentBytes: Int
    /// Threads.
    public var threads: Int

    /// The cost.
    public init(cpuSeconds: Double, residentBytes: Int, threads: Int) {
      self.cpuSeconds = cpuSeconds.roundedToMillionth
      self.residentBytes = residentBytes
      self.threads = threads
    }

    enum CodingKeys: String, CodingKey {
      case cpuSeconds = "cpu_seconds"
      case residentBytes = "rss_bytes"
      case threads
    }
  }
}
