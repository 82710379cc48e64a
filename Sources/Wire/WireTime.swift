public import Model

/// A moment as the API writes it: RFC 3339 in UTC with milliseconds, `2026-05-04T10:11:12.123Z`.
public struct WireTime: Codable, Hashable, Sendable, Comparable {
  /// The moment; nanoseconds are lost on the wire.
  public var timestamp: Timestamp

  /// A moment to be written.
  public init(_ timestamp: Timestamp) { self.timestamp = timestamp }

  /// The earlier moment first.
  public static func < (a: WireTime, b: WireTime) -> Bool { a.timestamp < b.timestamp }

  /// Reads any RFC 3339 date-time.
  /// - Throws: `DecodingError.dataCorrupted` when the string is not one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(rfc3339: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not an RFC 3339 date-time")
    }
    self.timestamp = timestamp
  }

  /// Writes the string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(timestamp.description)
  }
}
