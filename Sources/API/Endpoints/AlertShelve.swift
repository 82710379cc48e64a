import Core
import Hummingbird
import Model

enum AlertShelve: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/alerts/{id}/shelve"
  static let summary = "Puts an alert aside until a time; body: {\"comment\", \"until\"}"

  static func respond(_ call: Call) async throws -> Response {
    try await call.carryOut { body in
      guard let until = body.until else {
        throw ProblemError.badRequest(
          "an alert is shelved until a time, always", hint: "send \"until\": \"2026-12-01T08:00:00Z\"")
      }
      guard let time = Timestamp(rfc3339: until) else {
        throw ProblemError.badRequest(
          "until can't be '\(until)'", hint: "it is an RFC 3339 time, for example 2026-12-01T08:00:00Z")
      }
      return .shelve(until: time)
    }
  }
}
