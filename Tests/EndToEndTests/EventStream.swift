import Foundation
import Testing

/// One who watches: `GET /v1/events`.
final class EventStream {
  struct Event: Equatable {
    var id = 0
    var type = ""
    var data = ""
  }

  private let socket: UnixSocket
  private var lines: [Substring] = []
  private var rest = ""

  /// Watches from now on: what happens after this is seen.
  init(_ town: Town, query: String = "", after last: Int? = nil) throws {
    socket = try #require(UnixSocket.connected(to: town.socket))
    let resume = last.map { "Last-Event-ID: \($0)\r\n" } ?? ""
    socket.send("GET /v1/events\(query) HTTP/1.1\r\nHost: belfry\r\n\(resume)\r\n")
    while try line() != ": belfry events" {}
  }

  /// The next event.
  func next() throws -> Event {
    var event = Event()
    var signsOfLife = 0
    while true {
      let line = try line()
      if line == ":" { signsOfLife += 1 }
      try #require(signsOfLife < 3, "the stream lives, and nothing happens")
      if line.isEmpty, !event.data.isEmpty { return event }
      let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
      switch parts.first {
      case "id": event.id = Int(parts[1]) ?? 0
      case "event": event.type = parts[1]
      case "data": event.data = parts[1]
      default: break
      }
    }
  }

  /// The events up to the first whose data contains `text`, and that one.
  func events(until text: String) throws -> [Event] {
    var events: [Event] = []
    repeat { events.append(try next()) } while !events[events.count - 1].data.contains(text)
    return events
  }

  /// The next line of the stream. Lines that end with CR LF are HTTP's: the head and the sizes of chunks.
  private func line() throws -> String {
    while true {
      while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
        let line = rest[..<end]
        let isOfHTTP = line.utf8.last == UInt8(ascii: "\r")
        let text = String(line)
        rest = String(rest[rest.utf8.index(after: end)...])
        if !isOfHTTP { return text }
      }
      let more = socket.receive()
      try #require(!more.isEmpty, "the stream says nothing more; the last was: \(rest)")
      rest += String(decoding: more, as: UTF8.self)
    }
  }
}
