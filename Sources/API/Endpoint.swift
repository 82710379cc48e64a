import Hummingbird
import Model
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
  /// Answers one call.
  static func respond(_ call: Call) async throws -> Response
}

extension Endpoint {
  static var method: HTTPRequest.Method { .get }
  static var parameters: [String] { [] }
}

/// What endpoints work with.
struct APIContext: Sendable {
  let city: any LiveCity
  let facts: DaemonFacts
  let events: EventHub
}

/// One request to an endpoint, its query checked.
struct Call: Sendable {
  let context: APIContext
  let request: Request
  private let path: [String: String]
  private let query: [String: String]

  init(
    _ request: Request, path: [String: String], known: [String], context: APIContext
  ) throws(ProblemError) {
    self.request = request
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
