import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What a Things Stack has stored of an application, for those who were away: its Storage Integration.
///
/// Source: The Things Stack documentation, "Storage Integration", "Retrieve Messages": newline-delimited JSON, each
/// line an object with the message as `result`.
public struct StoredUplinks: Sendable {
  /// One line of an answer.
  public struct Message: Sendable {
    /// The message as its MQTT server would have sent it, JSON.
    public let json: [UInt8]
    /// When the network server received it: where to go on after it.
    public let receivedAt: String
  }

  private let url: String
  private let key: String
  private let client: HTTPClient

  /// The most messages of one answer.
  public static let pageSize = 1000
  /// The longest pause within an answer.
  public static let timeLimit = Duration.seconds(60)
  /// The longest message; our own limit for those that come by MQTT is shorter.
  private static let lineBytesMax = 1 << 20

  /// The storage of one application.
  /// - Parameters:
  ///   - server: the server's address, such as `https://eu1.cloud.thethings.network`.
  ///   - application: the application's id.
  ///   - key: an API key with the right to read the application's traffic.
  public init(server: String, application: String, key: String) {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    url = "\(base)/api/v3/as/applications/\(application)/packages/storage/uplink_message"
    self.key = key
    client = .strict(timeLimit: Self.timeLimit)
  }

  /// Reads the next uplinks.
  /// - Parameter after: RFC 3339; those that were received later.
  /// - Returns: the oldest first; at most ``pageSize``.
  /// - Throws: any answer but 200, one that is no list of messages, and none in time.
  public func read(after: String) async throws -> [Message] {
    var request = HTTPClientRequest(
      url: "\(url)?limit=\(Self.pageSize)&order=received_at&after=\(after)")
    request.headers = [
      "Authorization": "Bearer \(key)", "Accept": "text/event-stream", "User-Agent": "belfry",
    ]
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: .seconds(Self.timeLimit.components.seconds))
    } catch {
      throw DeliveryError("no answer: \(error)")
    }
    guard response.status.code == 200 else { throw DeliveryError(Self.text(response.status.code)) }
    var messages: [Message] = []
    var rest = ByteBuffer()
    for try await part in response.body {
      rest.writeImmutableBuffer(part)
      while let end = rest.readableBytesView.firstIndex(of: 0x0A) {
        let line = rest.readBytes(length: end - rest.readerIndex) ?? []
        rest.moveReaderIndex(forwardBy: 1)
        if let message = try Self.message(line) { messages.append(message) }
      }
      guard rest.readableBytes <= Self.lineBytesMax else { throw DeliveryError("a line has no end") }
      rest.discardReadBytes()
    }
    if let message = try Self.message(Array(rest.readableBytesView)) { messages.append(message) }
    return messages
  }

  /// Ends connections; call it once, at the end.
  public func close() async {
    // What fails to end now ends with the process.
    try? await client.shutdown()
  }

  /// The object within `{"result":…}`, byte for byte; `nil` for an empty line.
  private static func message(_ line: [UInt8]) throws(DeliveryError) -> Message? {
    guard line.contains(where: { $0 > 0x20 }) else { return nil }
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(line))
    else { throw DeliveryError("its answer is no list of messages") }
    if let error = answer.error { throw DeliveryError("it says: \(error.message ?? "an error")") }
    guard let receivedAt = answer.result?.received_at, line.first == UInt8(ascii: "{"),
      let first = line.dropFirst().firstIndex(of: UInt8(ascii: "{")),
      let last = line.lastIndex(of: UInt8(ascii: "}")), first < last
    else { throw DeliveryError("its answer has a message without received_at") }
    return Message(json: Array(line[first..<last]), receivedAt: receivedAt)
  }

  private static func text(_ status: UInt) -> String {
    switch status {
    case 401, 403: "it answered \(status): the key lacks the right to read the application's traffic"
    case 404: "it answered 404: no such application, or its Storage Integration is off"
    default: "it answered \(status)"
    }
  }

  private struct Answer: Decodable {
    struct Result: Decodable {
      let received_at: String?
    }
    struct Failure: Decodable {
      let message: String?
    }
    let result: Result?
    let error: Failure?
  }
}
