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
    let hub = call.context.events
    guard let watch = hub.watch(kinds, after: last) else {
      throw ProblemError(
        status: .serviceUnavailable, detail: "\(EventHub.watcherLimit) clients watch already",
        hint: "close one of them")
    }
    let headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        try await writer.write(ByteBuffer(string: ": belfry events\n\n"))
        for await _ in watch.bell {
          while case let bytes = text(watch.take(), hub), !bytes.isEmpty {
            try await writer.write(ByteBuffer(bytes: bytes))
            try await Task.sleep(for: pause)
          }
        }
        try await writer.finish(nil)
      })
  }

  /// So long a watcher leaves the processor to others: events come in bundles.
  private static let pause = Duration.milliseconds(50)

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

  /// Events in the format of the HTML standard, section 9.2.
  private static func text(_ batch: EventHub.Batch, _ hub: EventHub) -> [UInt8] {
    var (events, bytes): ([UInt8], [UInt8]) = ([], [])
    var missed = batch.missed
    for event in batch.events where !append(event, hub, to: &events) { missed += 1 }
    if missed > 0 { bytes += Array("event: lost\ndata: {\"events\":\(missed)}\n\n".utf8) }
    bytes += events
    if bytes.isEmpty, batch.isToSayAnything { bytes += Array(":\n\n".utf8) }
    return bytes
  }

  /// - Returns: false for an event of so long ago that its names are not known any more.
  private static func append(_ event: LiveEvent, _ hub: EventHub, to bytes: inout [UInt8]) -> Bool {
    let start = bytes.count
    bytes += "event: \(event.kind.rawValue)\nid: \(event.id)\ndata: ".utf8
    let isKnown: Bool
    switch event.content {
    case .reading(let reading): isKnown = hub.event(reading)?.appendJSON(to: &bytes) != nil
    case .device(let device): isKnown = hub.event(device)?.appendJSON(to: &bytes) != nil
    case .object(_, let object):
      isKnown = true
      bytes += object.json
    }
    if isKnown { bytes += "\n\n".utf8 } else { bytes.removeSubrange(start...) }
    return isKnown
  }
}
