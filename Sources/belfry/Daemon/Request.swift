import Foundation

/// What is asked of the daemon: a path and its query.
struct Request: Equatable, Sendable {
  private(set) var path: String
  private var query: [(name: String, value: String)] = []

  /// A request for a path of plain segments; each is escaped, so that an id may hold any character.
  init(_ segments: String...) {
    path = segments.map { "/" + Self.escaped($0) }.joined()
  }

  /// The same request with one more query item; nothing for `nil`.
  func with(_ name: String, _ value: String?) -> Request {
    guard let value else { return self }
    var request = self
    request.query.append((name, value))
    return request
  }

  /// Path and query as they stand in the request line.
  var uri: String {
    guard !query.isEmpty else { return path }
    return path + "?" + query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
  }

  static func == (a: Request, b: Request) -> Bool { a.uri == b.uri }

  /// Source: RFC 3986, 2.3 Unreserved Characters.
  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
