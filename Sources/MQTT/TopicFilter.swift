/// An MQTT topic filter: levels between slashes, `+` for one level, `#` for the rest.
///
/// Source: MQTT 3.1.1, section 4.7.
public struct TopicFilter: Hashable, Sendable, CustomStringConvertible {
  /// The filter as written.
  public let description: String
  private let bytes: [UInt8]

  /// A filter; `nil` when it is empty, longer than 65,535 bytes or has a wildcard beside other characters.
  public init?(_ text: String) {
    bytes = Array(text.utf8)
    description = text
    guard (1...65_535).contains(bytes.count), !bytes.contains(0) else { return nil }
    let levels = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, level) in levels.enumerated() {
      let hasWildcard = level.contains(UInt8(ascii: "+")) || level.contains(UInt8(ascii: "#"))
      if hasWildcard, level.count > 1 { return nil }
      if level.first == UInt8(ascii: "#"), index < levels.count - 1 { return nil }
    }
  }

  /// Matches a topic.
  /// - Returns: the range of the topic that the first wildcard stands for (empty when the filter has none);
  ///   `nil` when the topic does not match.
  public func match(_ topic: Span<UInt8>) -> Range<Int>? {
    var wildcard: Range<Int>?
    var f = 0
    var t = 0
    // Topics that begin with $ are the broker's own: no wildcard at the first level matches them.
    if topic.count > 0, topic[0] == UInt8(ascii: "$"), bytes[0] != UInt8(ascii: "$") { return nil }
    while f < bytes.count {
      switch bytes[f] {
      case UInt8(ascii: "#"):
        return wildcard ?? t..<topic.count
      case UInt8(ascii: "+"):
        let start = t
        while t < topic.count, topic[t] != UInt8(ascii: "/") { t += 1 }
        wildcard = wildcard ?? start..<t
        f += 1
      default:
        guard t < topic.count, topic[t] == bytes[f] else {
          // "a/#" also matches "a".
          let isParent = t == topic.count && f == bytes.count - 2 && bytes[f + 1] == UInt8(ascii: "#")
          return isParent ? (wildcard ?? t..<t) : nil
        }
        t += 1
        f += 1
      }
    }
    return t == topic.count ? (wildcard ?? 0..<0) : nil
  }
}
