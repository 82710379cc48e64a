public import Model

extension Status {
  /// What became of the messages since the daemon started.
  public struct Ingest: Codable, Equatable, Sendable {
    /// Messages that came from the brokers.
    public var received: Int
    /// Messages of known devices that were new and understood.
    public var decoded: Int
    /// Readings that these messages brought.
    public var readings: Int
    /// Messages that the history already had.
    public var duplicates: Int
    /// Messages that were older than what was already known; they are among the decoded.
    public var late: Int
    /// Messages of devices that nobody registered.
    public var unknownDevice: Int
    /// Messages that could not be used, by reason.
    public var rejected: [String: Int]
    /// Messages that carry no measurement: joins, acknowledgements.
    public var ignored: Int
    /// Messages whose outcome is on disk.
    public var committed: Int
    /// How long ago the oldest message arrived that is not yet committed, in milliseconds.
    public var lagMilliseconds: Double
    /// Messages a second, mean of the last minute.
    public var rate1m: Double

    /// The books.
    public init(
      received: Int, decoded: Int, readings: Int, duplicates: Int, late: Int, unknownDevice: Int,
      rejected: [Rejection: Int], ignored: Int, committed: Int, lagMilliseconds: Double, rate1m: Double
    ) {
      self.received = received
      self.decoded = decoded
      self.readings = readings
      self.duplicates = duplicates
      self.late = late
      self.unknownDevice = unknownDevice
      self.rejected = Dictionary(uniqueKeysWithValues: rejected.map { ($0.key.rawValue, $0.value) })
      self.ignored = ignored
      self.committed = committed
      self.lagMilliseconds = lagMilliseconds.roundedToMillionth
      self.rate1m = rate1m.roundedToMillionth
    }

    enum CodingKeys: String, CodingKey {
      case received, decoded, readings, duplicates, late
      case unknownDevice = "unknown_device"
      case rejected, ignored, committed
      case lagMilliseconds = "lag_ms"
      case rate1m = "rate_1m"
    }
  }
}
