public import Model

/// Devices that speak and that nobody registered: the last few, so that they can be registered.
public struct UnknownDevices: Sendable {
  /// The most that are remembered; the one that was quiet for longest makes room.
  public static let limit = 1000
  /// The most characters of an identifier that are kept.
  public static let identifierLimit = 128

  /// One of them.
  public struct Entry: Hashable, Sendable {
    /// The identifier as it was received, if it is not longer than ``identifierLimit``.
    public var identifier: String
    /// The format of its messages.
    public var format: String
    /// How many messages came.
    public var messages: Int
    /// When the first came.
    public var firstHeardAt: Timestamp
    /// When the last came.
    public var lastHeardAt: Timestamp
  }

  private var entries: [DeviceKey: Entry] = [:]

  /// How many there are.
  public var count: Int { entries.count }

  /// All of them, the latest first.
  public var all: [Entry] {
    entries.values.sorted { ($1.lastHeardAt, $0.identifier) < ($0.lastHeardAt, $1.identifier) }
  }

  /// A message of one of them came.
  /// - Returns: the device, if it is new. In a flood of new names, when the table is full, none is news.
  mutating func note(
    _ key: DeviceKey, identifier: @autoclosure () -> String, format: String, at: Timestamp
  ) -> Entry? {
    if entries[key] != nil {
      entries[key]?.messages += 1
      entries[key]?.lastHeardAt = at
      return nil
    }
    let isFull = entries.count >= Self.limit
    if isFull { removeQuietest() }
    let entry = Entry(
      identifier: String(identifier().prefix(Self.identifierLimit)), format: format, messages: 1,
      firstHeardAt: at, lastHeardAt: at)
    entries[key] = entry
    return isFull ? nil : entry
  }

  /// Forgets those that are registered now.
  mutating func forget(_ keys: [DeviceKey]) {
    if !entries.isEmpty { for key in keys { entries[key] = nil } }
  }

  /// Makes room for a tenth at once, so that a flood of new names does not search the table each time.
  private mutating func removeQuietest() {
    let quietest = entries.sorted { a, b in
      (a.value.lastHeardAt, a.key.value) < (b.value.lastHeardAt, b.key.value)
    }
    for (key, _) in quietest.prefix(Self.limit / 10) { entries[key] = nil }
  }
}
