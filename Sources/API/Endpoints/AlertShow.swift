import Core
import Hummingbird
import Wire

enum AlertShow: Endpoint {
  static let path = "/v1/alerts/{id}"
  static let summary = "One alert, of now or of the past"

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let (live, now) = try await call.context.city.ask { city, now in
      (city.alerts(at: now).first { $0.id == id }.map { AlertObject($0) }, now)
    }
    if let live { return .json(live) }
    if let past = try await call.context.history.alert(id: id) { return .json(AlertObject(past, at: now)) }
    throw ProblemError.notFound(
      "there is no alert '\(id)'", hint: "GET /v1/alerts and GET /v1/alerts/history list them")
  }
}
