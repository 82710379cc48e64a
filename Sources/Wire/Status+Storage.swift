extension Status {
  /// The history on disk.
  public struct Storage: Codable, Equatable, Sendable {
    /// The database file.
    public var path: String
    /// Its size, write-ahead log included.
    public var bytes: Int
    /// How many single readings it holds.
    public var readings: Int
    /// The event time of the oldest of them; `nil` when there is none.
    @Nullable public var oldest: WireTime?
    /// Earlier histories that were found damaged and still lie aside, the oldest first; absent when there is none.
    public var damaged: [String]?

    /// The history's size.
    public init(path: String, bytes: Int, readings: Int, oldest: WireTime?, damaged: [String] = []) {
      self.path = path
      self.bytes = bytes
      self.readings = readings
      self.oldest = oldest
      self.damaged = damaged.isEmpty ? nil : damaged
    }

    enum CodingKeys: String, CodingKey {
      case path, bytes, readings, oldest, damaged
    }
  }
}
