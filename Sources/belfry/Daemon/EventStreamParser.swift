/// One event of the live stream.
struct ServerEvent: Equatable, Sendable {
  /// `event:`; `message` when the stream does not say.
  var type: String
  /// `data:`, lines joined with a newline.
  var data: String
  /// `id:` of this event or of the last one that had one.
  var id: String?
}

/// Whether the reader of a stream wants to go on.
enum Wanted: Sendable {
  case more, enough
}

/// Takes a stream of server-sent events apart, byte by byte.
///
/// Source: WHATWG HTML, 9.2.6 "Interpreting an event stream".
struct EventStreamParser {
  private var line: [UInt8] = []
  private var lastWasReturn = false
  private var type = ""
  private var data: [String] = []
  private var id: String?

  /// Takes a byte; the event if this byte ended one.
  mutating func take(_ byte: UInt8) -> ServerEvent? {
    defer { lastWasReturn = byte == UInt8(ascii: "\r") }
    switch byte {
    case UInt8(ascii: "\n") where lastWasReturn: return nil
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      defer { line.removeAll(keepingCapacity: true) }
      return endLine(String(decoding: line, as: UTF8.self))
    default:
      line.append(byte)
      return nil
    }
  }

  private mutating func endLine(_ line: String) -> ServerEvent? {
    guard !line.isEmpty else { return endEvent() }
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    var value = parts.count > 1 ? parts[1] : ""
    if value.hasPrefix(" ") { value.removeFirst() }
    switch parts[0] {
    case "event": type = String(value)
    case "data": data.append(String(value))
    case "id": id = String(value)
    default: break  // A comment, which keeps the connection alive, or `retry`.
    }
    return nil
  }

  private mutating func endEvent() -> ServerEvent? {
    defer {
      type = ""
      data = []
    }
    guard !data.isEmpty else { return nil }
    return ServerEvent(type: type.isEmpty ? "message" : type, data: data.joined(separator: "\n"), id: id)
  }
}
