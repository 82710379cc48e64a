import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Wire

enum EventStream: Endpoint {
  static let path = "/v1/events"
  static let summary = "What happens, as server-sent events; resumable with Last-Event-ID"
  static let parameters = ["types"]

  static func respond(_ call: Call) async throws -> Response {
    let kinds = try kinds(call.text("types"))
    let last = HTTPField.Name("Last-Event-ID").flatMap { call.request.headers[$0] }.flatMap(UInt64.init)
    guard let (events, missed) = call.context.events.watch(kinds, after: last) else {
      throw ProblemError(
        status: .serviceUnavailable, detail: "\(EventHub.watcherLimit) clients watch already",
        hint: "close one of them")
    }
    let hub = call.context.events
    let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: ": belfry events\n\n"))
        for await event in events {
          let lost = missed.take()
          if lost > 0 {
            try await writer.write(ByteBuffer(string: "event: lost\ndata: {\"events\":\(lost)}\n\n"))
          }
          try await writer.write(ByteBuffer(bytes: text(event, hub)))
        }
        try await writer.finish(nil)
      })
  }

  private static func kinds(_ text: String?) throws(ProblemError) -> Set<LiveEvent.Kind> {
    guard let text else { return Set(LiveEvent.Kind.allCases) }
    var kinds: Set<LiveEvent.Kind> = []
    for word in text.split(separator: ",") {
      guard let kind = LiveEvent.Kind(rawValue: String(word)) else {
        let words = LiveEvent.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        throw ProblemError.badRequest("there are no events of type '\(word)'", hint: "types are \(words)")
      }
      kinds.insert(kind)
    }
    return kinds
  }

  /// One event in the format of the HTML standard, section 9.2.
  private static func text(_ event: LiveEvent, _ hub: EventHub) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data: Data? =
      switch event.content {
      case .reading(let reading): hub.event(reading).flatMap { try? encoder.encode($0) }
      case .alert(let alert): try? encoder.encode(alert)
      case .indicator(let indicator): try? encoder.encode(indicator)
      }
    var bytes = Array("event: \(event.kind.rawValue)\nid: \(event.id)\ndata: ".utf8)
    bytes.append(contentsOf: data ?? Data())
    bytes.append(contentsOf: "\n\n".utf8)
    return bytes
  }
}
