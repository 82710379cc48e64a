import Core
import Hummingbird
import Model

enum IndicatorEnter: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/indicators/{name}/values"
  static let summary =
    "Enters a value of an indicator that people enter; body: {\"value\", \"at\", \"by\", \"comment\", \"scope\"}"

  private struct Body: Decodable, Sendable {
    let value: Double
    /// The day that it is about: `2026-03-31`.
    let at: String
    /// Where it comes from.
    let by: String
    let comment: String?
    /// `city` when absent.
    let scope: String?
  }

  private static let example =
    #"{"value": 4.1, "at": "2026-03-31", "by": "survey of the spring", "comment": "812 answers"}"#

  static func respond(_ call: Call) async throws -> Response {
    let name = try await call.operatorName()
    let body = try await call.body(Body.self, example: example)
    guard let day = CivilDate(iso8601: body.at) else {
      throw ProblemError.badRequest("at can't be '\(body.at)'", hint: "it is a day, for example 2026-03-31")
    }
    let comment = body.comment ?? ""
    guard body.value.isFinite, body.value.magnitude <= 1e12 else {
      throw ProblemError.badRequest("the value is out of all bounds", hint: "write a number up to 1e12")
    }
    guard !body.by.isEmpty, body.by.count <= 200, comment.count <= 1000 else {
      throw ProblemError.badRequest(
        "by must say where the value comes from", hint: "use at most 200 characters, and 1000 for the comment"
      )
    }
    let now = try await call.context.city.ask { _, now in now }
    return .json(
      try await call.context.city.enter(
        IndicatorEntry(
          indicator: call.path("name"), scope: body.scope ?? "city", value: body.value, day: day,
          source: body.by, comment: comment, by: name, at: now)))
  }
}
