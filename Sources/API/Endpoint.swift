import Core
import Foundation
import Hummingbird
import Logging
import Model
import NIOCore
import Wire

/// One method of one path: one file in `Endpoints/` and one line in ``endpoints``.
protocol Endpoint: Sendable {
  /// The HTTP method.
  static var method: HTTPRequest.Method { get }
  /// The path, with `{name}` for its parameters.
  static var path: String { get }
  /// What it is for, in a line.
  static var summary: String { get }
  /// The query's parameters that it knows; any other is refused.
  static var parameters: [String] { get }
  /// The name of the schema in ``OpenAPISchemas`` that its answer has; `nil` when there is none there.
  static var answer: String? { get }
  /// Answers one call.
  static func respond(_ call: Call) async throws -> Response
}

extension Endpoint {
  static var method: HTTPRequest.Method { .get }
  static var parameters: [String] { [] }
  static var answer: String? { nil }
}

/// What endpoints work with.
struct APIContext: Sendable {
  let city: any LiveCity
  let facts: DaemonFacts
  let history: any ReadingHistory & AlertHistory & IndicatorHistory
  let events: EventHub
  /// The group whose members may change things.
  let operators: String
  let backups = OneAtATime()
  let logger: Logger
}

/// One request to an endpoint, its query checked.
struct Call: Sendable {
  let context: APIContext
  let request: Request
  private let channel: any Channel
  private let path: [String: String]
  private let query: [String: String]

  init(
    _ request: Request, from channel: any Channel, path: [String: String], known: [String],
    context: APIContext
  ) throws(ProblemError) {
    self.request = request
    self.channel = channel
    self.path = path
    self.context = context
    var query: [String: String] = [:]
    for (key, value) in request.uri.queryParameters {
      let name = String(key)
      guard known.contains(name) else {
        let near = nearestSpelling(of: name, among: known)
        throw ProblemError.badRequest(
          "there is no parameter '\(name)' here",
          hint: near.map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? "this path takes none" : "it takes \(known.joined(separator: ", "))"))
      }
      query[name] = String(value)
    }
    self.query = query
  }

  /// Who asks for a change.
  /// - Throws: when they may not.
  func operatorName() async throws -> String {
    guard let peer = await Peer.of(channel) else {
      throw ProblemError(
        status: .forbidden, detail: "changes are made over the Unix socket only", hint: "use 'belfry'")
    }
    guard peer.mayChange(group: context.operators) else {
      throw ProblemError(
        status: .forbidden, detail: "\(peer.name) may only read",
        hint: "members of the group '\(context.operators)' may change things")
    }
    return peer.name
  }

  /// The body as JSON.
  func body<Value: Decodable>(_ type: Value.Type, example: String) async throws -> Value {
    let buffer = try await request.body.collect(upTo: 64 * 1024)
    do {
      return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
    } catch {
      throw ProblemError.badRequest("the body is not as expected", hint: "send for example \(example)")
    }
  }

  /// The path's parameter `name`.
  func path(_ name: String) -> String { path[name] ?? "" }

  /// The query's parameter `name` as it was written.
  func text(_ name: String) -> String? { query[name] }

  /// The query's parameter `name` as one of the cases of an enumeration.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ type: Choice.Type
  ) throws(ProblemError) -> Choice? {
    guard let text = query[name] else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    throw ProblemError.badRequest(
      "\(name) can't be '\(text)'", hint: "it is one of \(words.joined(separator: ", "))")
  }

  /// How many items a page of a list may have: `limit`, 100 when absent, at most 10,000.
  func limit() throws(ProblemError) -> Int {
    guard let text = query["limit"] else { return 100 }
    guard let limit = Int(text), (1...10_000).contains(limit) else {
      throw ProblemError.badRequest("limit can't be '\(text)'", hint: "it is a number from 1 to 10000")
    }
    return limit
  }
}
