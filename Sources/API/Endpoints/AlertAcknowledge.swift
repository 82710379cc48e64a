import Core
import Hummingbird

enum AlertAcknowledge: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/alerts/{id}/acknowledge"
  static let summary = "Takes note of an alert; body: {\"comment\"}"

  static func respond(_ call: Call) async throws -> Response { try await call.carryOut { _ in .acknowledge } }
}
