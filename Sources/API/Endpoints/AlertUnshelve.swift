import Core
import Hummingbird

enum AlertUnshelve: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/alerts/{id}/unshelve"
  static let summary = "No longer puts an alert aside; body: {\"comment\"}"

  static func respond(_ call: Call) async throws -> Response { try await call.carryOut { _ in .unshelve } }
}
