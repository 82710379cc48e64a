import Core
import Hummingbird
import Wire

enum AlertShow: Endpoint {
  static let path = "/v1/alerts/{id}"
  static let summary = "One alert that lives, or was resolved in the last hour"

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let alert = try await call.context.city.ask { city, now in
      city.alerts(at: now).first { $0.id == id }.map { AlertObject($0) }
    }
    guard let alert else {
      throw ProblemError.notFound(
        "there is no alert '\(id)' now or in the last hour", hint: "GET /v1/alerts lists them")
    }
    return .json(alert)
  }
}
