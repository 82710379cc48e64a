import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Wire

/// The daemon, over its Unix socket.
struct Daemon: Sendable {
  /// The socket's path.
  let socket: String
  private let client: HTTPClient

  /// The longest answer that is read, in bytes: a page of 10,000 assets is about 10 MB.
  private static let answerLimit = 256 * 1024 * 1024
  /// How long an answer may take.
  private static let patience = TimeAmount.seconds(30)
  /// The live stream has no end of its own.
  private static let ages = TimeAmount.hours(10 * 365 * 24)

  /// Does something with the daemon, and closes the connections at the end.
  static func withConnection<Result>(
    to socket: String, _ work: (Daemon) async throws -> Result
  ) async throws -> Result {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.redirectConfiguration = .disallow
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    do {
      let result = try await work(Daemon(socket: socket, client: client))
      try await client.shutdown()
      return result
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  /// The answer's bytes.
  /// - Throws: `Failure` when the daemon says no or can't be reached.
  func json(_ request: Request) async throws -> Data {
    try await body(of: answer(to: request, timeout: Self.patience))
  }

  /// The answer to a change, whose body is `change` as JSON.
  /// - Throws: `Failure` when the daemon says no or can't be reached.
  func json(_ request: Request, changing change: some Encodable) async throws -> Data {
    let body = try JSONEncoder().encode(change)
    return try await self.body(
      of: answer(to: request, method: .POST, body: body, timeout: Self.patience))
  }

  /// The answer as a value.
  func value<Value: Decodable>(_ type: Value.Type, _ request: Request) async throws -> Value {
    try Self.decode(type, try await json(request))
  }

  /// Reads an answer's JSON.
  static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw Failure(
        .refused, "the daemon's answer is not as expected: \(error)",
        hint: "do 'belfry' and 'belfryd' come from the same release?")
    }
  }

  /// What the daemon makes for the asking, piece by piece; before the first piece it may take its time.
  /// - Parameters:
  ///   - request: what is asked for.
  ///   - handle: takes a piece, and is told how many bytes there will be in all.
  /// - Throws: `Failure` when the daemon says no, can't be reached or breaks off; what `handle` throws.
  func download(_ request: Request, _ handle: (ByteBufferView, _ total: Int) throws -> Void) async throws {
    let response = try await answer(to: request, method: .POST, timeout: Self.ages)
    guard let total = response.headers.first(name: "Content-Length").flatMap({ Int($0) }) else {
      throw Failure(.refused, "the daemon does not say how much it sends")
    }
    var received = 0
    var pieces = response.body.makeAsyncIterator()
    while received < total {
      let piece: ByteBuffer?
      do { piece = try await pieces.next() } catch { throw unreachable(error) }
      guard let piece else { throw unreachable(HTTPClientError.remoteConnectionClosed) }
      received += piece.readableBytes
      try handle(piece.readableBytesView, total)
    }
  }

  /// The live stream, from its next event on, or after the event with the id `last`.
  ///
  /// Calls `handle` for each event until it says that it has enough.
  /// - Throws: `Failure` when the daemon says no, can't be reached or ends the stream.
  func events(
    _ request: Request, after last: String?, _ handle: (ServerEvent) throws -> Wanted
  ) async throws {
    let accept = [("Accept", "text/event-stream")]
    let resume = last.map { [("Last-Event-ID", $0)] } ?? []
    let response = try await answer(to: request, headers: accept + resume, timeout: Self.ages)
    var parser = EventStreamParser()
    do {
      for try await buffer in response.body {
        for byte in buffer.readableBytesView {
          if let event = parser.take(byte), try handle(event) == .enough { return }
        }
      }
    } catch let closed as ClosedOutput {
      throw closed
    } catch {
      // The connection broke: for the reader that is the same as an end.
    }
    throw Failure(.unreachable, "the daemon ended the stream", hint: "is it stopping? 'belfry status' tells")
  }

  /// Sends a request.
  /// - Throws: `Failure` when the daemon says no or can't be reached.
  private func answer(
    to request: Request, method: HTTPMethod = .GET, body: Data? = nil,
    headers: [(String, String)] = [], timeout: TimeAmount
  ) async throws -> HTTPClientResponse {
    guard let url = URL(httpURLWithSocketPath: socket, uri: request.uri) else {
      throw Failure(.usage, "'\(socket)' is no path of a socket")
    }
    var httpRequest = HTTPClientRequest(url: url.absoluteString)
    httpRequest.method = method
    httpRequest.headers = HTTPHeaders(headers)
    if let body {
      httpRequest.headers.add(name: "Content-Type", value: "application/json")
      httpRequest.body = .bytes(ByteBuffer(bytes: body))
    }
    let response: HTTPClientResponse
    do {
      response = try await client.execute(httpRequest, timeout: timeout)
    } catch {
      throw unreachable(error)
    }
    guard (200..<300).contains(response.status.code) else {
      throw refusal(status: Int(response.status.code), try await self.body(of: response))
    }
    return response
  }

  private func body(of response: HTTPClientResponse) async throws -> Data {
    do {
      let buffer = try await response.body.collect(upTo: Self.answerLimit)
      return Data(buffer.readableBytesView)
    } catch {
      throw unreachable(error)
    }
  }
}
